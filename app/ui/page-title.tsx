import { givenTitle } from '../../lib/web/answer';
import { texts } from '../../lib/web/texts';

/**
 * The title of the page in hand, before the product's name; where a form was refused, that comes first. React moves it
 * to the head, at once with the page.
 */
export function PageTitle({ of: page }: { of: string }) {
  const t = texts('shell');
  return <title>{givenTitle() ?? t('title', { page })}</title>;
}
