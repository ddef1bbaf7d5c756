import { type Locale, localeOfPath } from '../i18n/locales';

/**
 * Where to go on after sign-in, as an address or form asks: a path on this origin, or nothing.
 * What a browser would take for another origin (`//evil`, `/\evil`, a tab in between) is not one.
 */
export function nextPath(asked: string | string[] | undefined): string | undefined {
  if (typeof asked !== 'string' || !asked.startsWith('/')) return undefined;
  const here = 'http://portrait.invalid';
  if (!URL.canParse(asked, here)) return undefined;
  const url = new URL(asked, here);
  if (url.origin !== here || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search;
}

/** The address of a page of sign-in that leads on to `next`. */
export function withNext(path: string, next: string | undefined): string {
  return next ? `${path}?next=${encodeURIComponent(next)}` : path;
}

/**
 * The page of sign-in that a visitor at an address is on, or else the first one, in another language; what it leads on
 * to is then in that language too.
 */
export function signInPath(address: string, locale: Locale): string {
  const url = new URL(address, 'http://portrait.invalid');
  const path = /^\/\w+(\/sign-in(\/code)?)$/.exec(url.pathname)?.[1];
  const next = path && nextPath(url.searchParams.get('next') ?? undefined);
  const translated = next && localeOfPath(next) ? next.replace(/\w+/, locale) : next;
  return `/${locale}${withNext(path ?? '/sign-in', translated)}`;
}
