import { type Locale, localeOfPath } from '../i18n/locales';
import { isLocal, localUrl } from '../local-url';
import { currentQuery } from './request-context';

/** The path and query asked for, if they are on this origin. */
export function nextPath(asked: string | string[] | undefined): string | undefined {
  if (typeof asked !== 'string' || !isLocal(asked)) return undefined;
  const { pathname, search } = localUrl(asked);
  return pathname + search;
}

/** The `next` in the address of this page, or of the page that sent this form. */
export function nextOfPage(): string | undefined {
  return nextPath(currentQuery().get('next') ?? undefined);
}

export function withNext(path: string, next: string | undefined): string {
  return next ? `${path}?next=${encodeURIComponent(next)}` : path;
}

/** @returns the path of a page in a language, or of the sign-in page if it needs a session. Translates `next`, too */
export function pathsInLanguages(address: string): (locale: Locale) => string {
  const { pathname, searchParams } = localUrl(address);
  const [, linkPage] = /^\/\w+(\/set-password|\/confirm-username)$/.exec(pathname) ?? [];
  if (linkPage) {
    const query = new URLSearchParams({ token: searchParams.get('token') ?? '' });
    return (locale) => `/${locale}${linkPage}?${query}`;
  }
  const path = /^\/\w+(\/sign-in(\/code)?|\/forgotten-password)$/.exec(pathname)?.[1];
  const next = path && nextPath(searchParams.get('next') ?? undefined);
  const isTranslated = next && localeOfPath(next);
  return (locale) => `/${locale}${withNext(path ?? '/sign-in', isTranslated ? next.replace(/\w+/, locale) : next)}`;
}
