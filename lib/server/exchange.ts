import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomLegible } from '../adapters/random';
import { DEFAULT_LOCALE, localeOfPath } from '../i18n/locales';
import { IS_SECURE } from '../web/cookies';
import type { RequestContext } from '../web/request-context';
import { PICTURE_POLICY, pagePolicy, securityHeaders } from './headers';
import { allowedMethods, isScripted } from './request-guard';
import { type PageStatus, statusPage, statusSentence } from './status-page';

/** One request and what is to become of it. */
export type Exchange = {
  response: ServerResponse;
  path: string;
  nonce: string;
  policy: string;
  isScripted: boolean;
  context: RequestContext;
};

/** Begins the answer to a request with the headers that every answer has. */
export function beginExchange(request: IncomingMessage, response: ServerResponse, { dev }: { dev: boolean }): Exchange {
  const path = request.url ?? '/';
  const nonce = randomBytes(16).toString('base64');
  const policy = path.startsWith('/avatars/') ? PICTURE_POLICY : pagePolicy(nonce, { dev });
  for (const [name, value] of securityHeaders({ policy, secure: IS_SECURE })) response.setHeader(name, value);
  const isRouterRequest = request.headers.rsc !== undefined;
  const locale = localeOfPath(path) ?? DEFAULT_LOCALE;
  const context = { reference: randomLegible(2, 4), path, locale, isForm: request.method === 'POST', isRouterRequest };
  return { response, path, nonce, policy, isScripted: isScripted(request.headers), context };
}

/** Answers with a page, or with the sentence alone where React reads it, and ends the connection. */
export function respondWithStatus(visit: Exchange, status: PageStatus): void {
  const { response } = visit;
  if (status === '405') response.setHeader('Allow', allowedMethods(visit.path).join(', '));
  if (status === '503') response.setHeader('Retry-After', visit.context.retryAfterSeconds ?? 10);
  response.setHeader('Connection', 'close');
  setStatusHeaders(visit);
  response.writeHead(Number(status));
  response.end(statusBody(visit, status));
}

/** The head of an answer whose body is `statusBody`. React wants its text to be of just this type. */
export function setStatusHeaders({ response, isScripted }: Exchange): void {
  for (const name of ['Content-Length', 'Content-Encoding', 'ETag', 'x-nextjs-action-not-found'])
    response.removeHeader(name);
  response.setHeader('Content-Type', isScripted ? 'text/plain' : 'text/html; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
}

export function statusBody({ isScripted, path, nonce, context }: Exchange, status: PageStatus): string {
  const { reference, locale } = context;
  return isScripted ? statusSentence(status, locale) : statusPage(status, { path, nonce, reference, locale });
}
