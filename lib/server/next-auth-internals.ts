// Undocumented behaviour of next-auth that lib/server relies on: see docs/next-internals.md.
import type { ServerResponse } from 'node:http';
import { localUrl } from '../local-url';
import type { RequestContext } from '../web/request-context';

export const NEXT_AUTH_ROUTES = {
  read: /^\/api\/auth\/(session|csrf)$/,
  post: /^\/api\/auth\/(callback\/credentials|signout)$/,
};

export const isNextAuthPath = (path: string) => path.startsWith('/api/auth/');

/**
 * The status to send instead of next-auth's. It takes an unavailable database for the end of the session, and deletes
 * the cookie. Redirects lose their origin, because Next's URL class, which next-auth uses, writes `localhost` for
 * 127.0.0.1.
 */
export function nextAuthStatus(context: RequestContext, response: ServerResponse, status: number): number {
  const location = response.getHeader('location');
  if (context.status) for (const name of ['Set-Cookie', 'Location']) response.removeHeader(name);
  else if (location) response.setHeader('Location', relative(String(location)));
  return context.status ?? status;
}

function relative(location: string): string {
  const { pathname, search } = localUrl(location);
  return pathname.replace(/^\/+/, '/') + search;
}
