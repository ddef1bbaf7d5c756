import type { JSDOM } from 'jsdom';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Locale } from '../../lib/i18n/locales';
import { type RequestContext, runInContext } from '../../lib/web/request-context';
import { loadOnce } from './shared';

/** Renders a part of a page as the server does. */
export async function renders(
  part: () => ReactNode | Promise<ReactNode>,
  path = '/en/profile',
  locale: Locale = 'en',
): Promise<Document> {
  const { JSDOM: Dom } = await loadOnce<{ JSDOM: typeof JSDOM }>('jsdom');
  const html = await runInContext({ path, locale } as RequestContext, async () => renderToStaticMarkup(await part()));
  return new Dom(html).window.document;
}

export const textsOf = (page: Document, selector: string) =>
  [...page.querySelectorAll(selector)].map(({ textContent }) => textContent);
