import { titled } from '../../lib/title';
import { titleOverride } from '../../lib/web/request-context';

/** A refusal's title wins over the page's own. */
export function PageTitle({ of: page }: { of: string }) {
  return <title>{titleOverride() ?? titled(page)}</title>;
}
