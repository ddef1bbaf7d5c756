import type { NextRequest } from 'next/server';
import createMiddleware from 'next-intl/middleware';
import { acceptedLocale } from './lib/i18n/accept-language';
import { DEFAULT_LOCALE, isLocale, type Locale } from './lib/i18n/locales';
import { routing } from './lib/i18n/routing';
import { Unavailable } from './lib/unavailable';
import { findSessionByCookie } from './lib/web/session';

const LOCALE_COOKIE = 'NEXT_LOCALE';

const redirectToLocale = createMiddleware(routing);

export default async function proxy(request: NextRequest) {
  // next-intl picks a "best fit" of all accepted languages, ignoring their order.
  request.cookies.set(LOCALE_COOKIE, await localeOf(request));
  return redirectToLocale(request);
}

async function localeOf(request: NextRequest): Promise<Locale> {
  const known = [await userLanguage(request), request.cookies.get(LOCALE_COOKIE)?.value].find(isLocale);
  return known ?? acceptedLocale(request.headers.get('accept-language')) ?? DEFAULT_LOCALE;
}

/** While the database is unavailable, the next page says so. */
async function userLanguage({ cookies }: NextRequest): Promise<string | undefined> {
  try {
    return (await findSessionByCookie(cookies))?.user.language;
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

export const config = {
  matcher: '/((?!(?:en|ru|de|fr|es|zh|ja|ar)(?:/|$)|api/|_next/|avatars/|logo/|healthz$|\\.well-known/|.*\\.\\w+$).*)',
};
