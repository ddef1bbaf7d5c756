import type { Session } from '../../../../db/sessions';
import { countUnseenPasswords } from '../../../../lib/people/shown-password';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Card } from '../../../ui/card';

/** One-time passwords that this session has made and no one has seen. */
export async function PasswordsSection({ session }: { session: Session }) {
  const count = await countUnseenPasswords(session);
  if (count === 0) return null;
  const t = translations('people');
  return (
    <Card title={t('passwords')} intro={t('passwordsText', { count })} level={2}>
      <form
        id="people-passwords"
        action={`/${currentLocale()}/people/import/passwords`}
        method="post"
        encType="multipart/form-data"
      >
        <input type="hidden" name="file" value="csv" />
        <button type="submit" className="btn btn-primary">
          {t('passwordsDownload')}
        </button>
      </form>
    </Card>
  );
}
