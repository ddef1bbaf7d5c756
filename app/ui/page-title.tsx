import { titleOverride } from '../../lib/web/request-context';
import { translations } from '../../lib/web/translations';

/**
 * The title of the page in hand, before the product's name; where a form was refused, that comes first. React moves it
 * to the head, at once with the page.
 */
export function PageTitle({ of: page }: { of: string }) {
  const t = translations('shell');
  return <title>{titleOverride() ?? t('title', { page })}</title>;
}
