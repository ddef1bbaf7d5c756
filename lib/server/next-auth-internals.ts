// What lib/server relies on in next-auth without its documentation saying so. Tests: tests/web/next-auth-internals.test.ts.
import type { ServerResponse } from 'node:http';
import type { RequestContext } from '../web/request-context';

/** The routes that this product uses; next-auth's pages and providers are not among them. */
export const NEXT_AUTH_ROUTES = {
  read: /^\/api\/auth\/(session|csrf)$/,
  post: /^\/api\/auth\/(callback\/credentials|signout)$/,
};

export const isNextAuthPath = (path: string) => path.startsWith('/api/auth/');

/**
 * The status to send in place of next-auth's. It takes a database that doesn't answer for a session that is over, and
 * deletes the cookie. Redirects lose their origin: next-auth builds it with a URL class of Next's, which writes
 * `localhost` for 127.0.0.1.
 */
export function nextAuthStatus(context: RequestContext, response: ServerResponse, status: number): number {
  const location = response.getHeader('location');
  if (context.status) for (const name of ['Set-Cookie', 'Location']) response.removeHeader(name);
  else if (location) response.setHeader('Location', relative(String(location)));
  return context.status ?? status;
}

function relative(location: string): string {
  const { pathname, search } = new URL(location, 'http://portrait.invalid');
  return pathname.replace(/^\/+/, '/') + search;
}
