import type { NextRequest } from 'next/server';
import createMiddleware from 'next-intl/middleware';
import { routing } from './lib/i18n/routing';
import { Unavailable } from './lib/unavailable';
import { findSessionByCookie } from './lib/web/session';

const withLocale = createMiddleware(routing);

/** Leads an address without a locale to the same page in the visitor's language. */
export default async function proxy(request: NextRequest) {
  const language = await languageOf(request);
  if (language) request.cookies.set('NEXT_LOCALE', language);
  return withLocale(request);
}

/** The language of who is signed in; where the database cannot tell, the page that is led to will say so. */
async function languageOf({ cookies }: NextRequest): Promise<string | undefined> {
  try {
    return (await findSessionByCookie(cookies))?.user.language;
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

export const config = {
  matcher: '/((?!(?:en|ru|de|fr|es|zh|ja|ar)(?:/|$)|api/|_next/|avatars/|healthz$|\\.well-known/|.*\\.\\w+$).*)',
};
