import { getTranslations } from 'next-intl/server';
import { givenTitle } from '../../lib/web/answer';

/**
 * The title of the page in hand, before the product's name; where a form was refused, that comes first. React moves it
 * to the head, at once with the page.
 */
export async function PageTitle({ of: page }: { of: string }) {
  const t = await getTranslations('shell');
  return <title>{givenTitle() ?? t('title', { page })}</title>;
}
