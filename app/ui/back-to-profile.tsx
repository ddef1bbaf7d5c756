import { currentLocale, texts } from '../../lib/web/texts';

export function BackToProfile() {
  const t = texts('shell');
  return (
    <a href={`/${currentLocale()}/profile`} className="link">
      {t('back')}
    </a>
  );
}
