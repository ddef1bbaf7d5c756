import { type Locale, localeOfPath } from '../i18n/locales';
import { currentQuery } from './request-context';

/** A path on this origin. Browsers read `//evil`, `/\evil` and a tab in between as another origin. */
export function nextPath(asked: string | string[] | undefined): string | undefined {
  if (typeof asked !== 'string' || !asked.startsWith('/')) return undefined;
  const here = 'http://portrait.invalid';
  if (!URL.canParse(asked, here)) return undefined;
  const url = new URL(asked, here);
  if (url.origin !== here || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search;
}

/** The `next` in the address of this page, or of the page that sent this form. */
export function nextOfPage(): string | undefined {
  return nextPath(currentQuery().get('next') ?? undefined);
}

export function withNext(path: string, next: string | undefined): string {
  return next ? `${path}?next=${encodeURIComponent(next)}` : path;
}

/** The sign-in page of an address, or else the first one, in another language. Its `next` changes language, too. */
export function signInPath(address: string, locale: Locale): string {
  const url = new URL(address, 'http://portrait.invalid');
  const path = /^\/\w+(\/sign-in(\/code)?|\/forgotten-password)$/.exec(url.pathname)?.[1];
  const next = path && nextPath(url.searchParams.get('next') ?? undefined);
  const translated = next && localeOfPath(next) ? next.replace(/\w+/, locale) : next;
  return `/${locale}${withNext(path ?? '/sign-in', translated)}`;
}
