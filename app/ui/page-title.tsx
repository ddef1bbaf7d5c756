import { getTranslations } from 'next-intl/server';

/** The title of the page in hand, before the product's name. React moves it to the head, at once with the page. */
export async function PageTitle({ of: page }: { of: string }) {
  const t = await getTranslations('shell');
  return <title>{t('title', { page })}</title>;
}
