import type { NextRequest } from 'next/server';
import createMiddleware from 'next-intl/middleware';
import { routing } from './lib/i18n/routing';
import { sessionIn } from './lib/web/session';

const withLocale = createMiddleware(routing);

/** Leads an address without a locale to the same page in the visitor's language. */
export default async function proxy(request: NextRequest) {
  const session = await sessionIn(request.cookies);
  if (session) request.cookies.set('NEXT_LOCALE', session.user.language);
  return withLocale(request);
}

export const config = {
  matcher: '/((?!(?:en|ru|de|fr|es|zh|ja|ar)(?:/|$)|api/|_next/|avatars/|healthz$|\\.well-known/|.*\\.\\w+$).*)',
};
