import { titleOverride } from '../../lib/web/request-context';
import { translations } from '../../lib/web/translations';

/** A refusal's title wins over the page's own. */
export function PageTitle({ of: page }: { of: string }) {
  return <title>{titleOverride() ?? titleOf(page)}</title>;
}

/** Long headings have soft hyphens, which are for wrapping only. */
export function titleOf(page: string): string {
  return translations('shell')('title', { page: page.replaceAll('\u00ad', '') });
}
