import { getLocale, getTranslations } from 'next-intl/server';

export async function BackToProfile() {
  const t = await getTranslations('shell');
  return (
    <a href={`/${await getLocale()}/profile`} className="link">
      {t('back')}
    </a>
  );
}
