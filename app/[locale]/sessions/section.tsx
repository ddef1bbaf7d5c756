import { currentLocale, translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';

/** Leads from the profile to where the user is signed in, and to what happened to the account. */
export function SessionsSection() {
  const t = translations();
  const locale = currentLocale();
  return (
    <Card id="sessions" title={t('sessions.title')} intro={t('sessions.intro')} level={2}>
      <p className="flex flex-wrap gap-3">
        <a href={`/${locale}/sessions`} className="btn">
          {t('sessions.see')}
        </a>
        <a href={`/${locale}/activity`} className="btn">
          {t('activity.title')}
        </a>
      </p>
    </Card>
  );
}
