import { currentLocale, translations } from '../../../lib/web/translations';
import { Card } from '../../ui/card';

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
