import type { Session } from '../../../../db/sessions';
import { viewRecoveryCodes } from '../../../../lib/recovery-codes';
import { needsCodeAfterPassword } from '../../../../lib/required-two-factor';
import { currentLocale, translations } from '../../../../lib/web/translations';
import { Icon } from '../../../ui/svg-icon';

export async function UnsavedCodes({ session }: { session: Session }) {
  if (!viewRecoveryCodes(session) || !(await needsCodeAfterPassword(session.user))) return null;
  const t = translations('two-factor');
  return (
    <p className="alert alert-warning alert-soft mb-6 in-[:has(#recovery-codes-saved)]:hidden print:hidden">
      <Icon shape="alert" />
      <a href={`/${currentLocale()}/two-factor/recovery-codes`} className="link">
        {t('codesUnsaved')}
      </a>
    </p>
  );
}
