import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

type Title = 'sign-in.title' | 'profile.title' | 'error.notFoundTitle';

/** The title of a page, before the product's name. */
export async function pageTitle(key: Title): Promise<Metadata> {
  const t = await getTranslations();
  return { title: t('shell.title', { page: t(key) }) };
}
