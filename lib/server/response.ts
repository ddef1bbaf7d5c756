import type { IncomingMessage, ServerResponse } from 'node:http';
import { CLEAR_NOTICE_COOKIE, hasNotice } from '../web/notice-cookie';
import { type Exchange, setStatusHeaders, statusBody } from './exchange';
import type { PageStatus } from './status-page';

/**
 * Adds to the head of Next's answer what was said of it, lets nobody keep what does not ask to be kept, takes the notice
 * back that it has shown, and where Next fails with a bare text puts a page in its place.
 */
export function completeResponse(request: IncomingMessage, visit: Exchange): void {
  const { response, context } = visit;
  const { writeHead, write, end } = response;
  let failure: PageStatus | undefined;

  response.writeHead = ((nexts: number, ...rest: []) => {
    const status = statusOf(visit, nexts);
    if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store');
    if (context.retryAfterSeconds) response.setHeader('Retry-After', context.retryAfterSeconds);
    if (visit.path.startsWith('/api/auth/')) return writeHead.call(response, status, ...rest);
    if (nexts === 200 && showsNotice(request, response)) response.appendHeader('Set-Cookie', CLEAR_NOTICE_COOKIE);
    failure = isBare(visit, nexts) ? (`${status}` as PageStatus) : undefined;
    if (nexts === 405) response.setHeader('Allow', 'GET, HEAD'); // a route of ours, which are only read
    if (failure) setStatusHeaders(visit);
    return writeHead.call(response, status, ...rest);
  }) as typeof writeHead;
  response.write = ((...args: Parameters<typeof write>) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return failure ? true : write.apply(response, args);
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return failure ? end.call(response, statusBody(visit, failure), 'utf8') : end.apply(response, args);
  }) as typeof end;
}

/** The status of an answer that Next gives with another one. */
function statusOf({ context, isScripted, response }: Exchange, nexts: number): number {
  if (nexts === 200 || nexts === 500) return context.status ?? nexts;
  if (nexts === 307 && (context.isForm || context.status)) return 303; // or the browser would send the form on to where it leads
  if (nexts === 404 && isScripted && response.hasHeader('x-nextjs-action-not-found')) return 409;
  return nexts;
}

/** How Next answers a malformed or stale form, an address outside the locales, and a page or an action that throws. */
function isBare({ response, isScripted }: Exchange, nexts: number): boolean {
  const isPayload = /^text\/x-component/.test(String(response.getHeader('content-type')));
  return [400, 404, 405, 409, 500].includes(nexts) && (isScripted || !isPayload);
}

function showsNotice({ method, headers }: IncomingMessage, response: ServerResponse): boolean {
  const isPage = /^text\/html/.test(String(response.getHeader('content-type')));
  return isPage && method === 'GET' && hasNotice(headers.cookie);
}
