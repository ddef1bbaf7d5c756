import { currentLocale, translations } from '../../lib/web/translations';

export function BackToProfile() {
  const t = translations('shell');
  return (
    <a href={`/${currentLocale()}/profile`} className="link">
      {t('back')}
    </a>
  );
}
