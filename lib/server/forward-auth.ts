import type { IncomingMessage } from 'node:http';
import type { Settings } from '../settings';
import { nextPath, withNext } from '../web/next-path';
import { type ApplicationSession, requiredStepPath } from './application-session';
import type { PageResponse } from './response';

type User = ApplicationSession['user'];

const HEADERS: [name: string, value: (user: User) => string][] = [
  ['Remote-User', ({ username }) => username],
  ['Remote-Email', ({ username }) => username],
  ['Remote-Company', ({ company }) => company],
  ['Remote-Role', ({ role }) => role],
  ['Remote-Language', ({ language }) => language],
];

/** Identifies the user of a request for a reverse proxy, whose applications are on the same host as Portrait. */
export function answerForwardAuth(
  request: IncomingMessage,
  response: PageResponse,
  session: ApplicationSession | undefined,
  options: Pick<Settings, 'origins'>,
): void {
  const isAllowed = session?.mayUseApplications === true;
  // Always all of them: a proxy passes on a client's forged header if the response lacks it.
  for (const [name, value] of HEADERS)
    response.setHeader(name, isAllowed ? encodeURIComponent(value(session.user)) : '');
  const page = isAllowed ? undefined : pageOf(request, options);
  const here = session ? requiredStepPath(session, page) : page && withNext('/sign-in', page);
  if (page && here) response.setHeader('Location', here);
  response.setHeader('Content-Length', 0);
  response.writeHead(isAllowed ? 200 : page ? 302 : 401);
  response.end();
}

/** The path that a browser asked the proxy for, if it's a page on a host of `APP_URL`. */
function pageOf({ headers }: IncomingMessage, { origins }: Pick<Settings, 'origins'>): string | undefined {
  const one = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined);
  const isRead = ['GET', 'HEAD'].includes(one('x-forwarded-method') ?? 'GET');
  const host = one('x-forwarded-host');
  const isHere = host === undefined || origins.some((origin) => new URL(origin).host === host);
  return isRead && isHere && headers.accept?.includes('text/html') ? nextPath(one('x-forwarded-uri')) : undefined;
}
