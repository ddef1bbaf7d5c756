import type { IncomingMessage, ServerResponse } from 'node:http';
import { carriesNotice, NOTICE_TAKEN } from './notice-cookie';
import type { PageStatus } from './status-page';
import { describeStatus, statusBody, type Visit } from './visit';

/**
 * Adds to the head of Next's answer what was said of it, lets nobody keep what does not ask to be kept, takes the notice
 * back that it has shown, and where Next fails with a bare text puts a page in its place.
 */
export function complete(request: IncomingMessage, visit: Visit): void {
  const { response, answer } = visit;
  const { writeHead, write, end } = response;
  let failure: PageStatus | undefined;

  response.writeHead = ((nexts: number, ...rest: []) => {
    const status = statusOf(visit, nexts);
    if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store');
    if (answer.retryAfterSeconds) response.setHeader('Retry-After', answer.retryAfterSeconds);
    if (visit.path.startsWith('/api/auth/')) return writeHead.call(response, status, ...rest);
    if (nexts === 200 && showsNotice(request, response)) response.appendHeader('Set-Cookie', NOTICE_TAKEN);
    failure = isBare(visit, nexts) ? (`${status}` as PageStatus) : undefined;
    if (nexts === 405) response.setHeader('Allow', 'GET, HEAD'); // a route of ours, which are only read
    if (failure) describeStatus(visit);
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
function statusOf({ answer, isScripted, response }: Visit, nexts: number): number {
  if (nexts === 200 || nexts === 500) return answer.status ?? nexts;
  if (nexts === 307 && (answer.isForm || answer.status)) return 303; // or the browser would send the form on to where it leads
  if (nexts === 404 && isScripted && response.hasHeader('x-nextjs-action-not-found')) return 409;
  return nexts;
}

/** How Next answers a malformed or stale form, an address outside the locales, and a page or an action that throws. */
function isBare({ response, isScripted }: Visit, nexts: number): boolean {
  const isPayload = /^text\/x-component/.test(String(response.getHeader('content-type')));
  return [400, 404, 405, 409, 500].includes(nexts) && (isScripted || !isPayload);
}

function showsNotice({ method, headers }: IncomingMessage, response: ServerResponse): boolean {
  const isPage = /^text\/html/.test(String(response.getHeader('content-type')));
  return isPage && method === 'GET' && carriesNotice(headers.cookie);
}
