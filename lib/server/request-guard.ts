import { LOCALES } from '../i18n/locales';
import { isNextAuthPath, NEXT_AUTH_ROUTES } from './next-auth-internals';
import { hasReadableRouterState, isScripted } from './next-internals';

type Headers = Record<string, string | string[] | undefined>;

export type RequestHead = {
  method?: string;
  url?: string;
  httpVersion?: string;
  headers: Headers;
  headersDistinct?: Record<string, string[] | undefined>;
};

/** Why a request doesn't reach the pages: RFC 9110, section 15.5. */
export type RejectedStatus = 400 | 403 | 404 | 405 | 413 | 415;

const READ = ['GET', 'HEAD'];
const FORM = [...READ, 'POST'];

/** Next adds addresses that the product doesn't use, such as `/en/profile.segments/_tree.segment.rsc`. */
const ROUTES: [path: RegExp, methods: string[]][] = [
  [new RegExp(`^/(${LOCALES.join('|')})(/(?!_)[\\w-]+)*/?$`), FORM],
  [/^\/(?!api\/|avatars\/|logo\/|_)([\w-]+(\/(?!_)[\w-]+)*\/?)?$/, READ], // without a locale: proxy.ts redirects
  [/^\/avatars\/[\w-]+\/[\w-]+$/, READ],
  [/^\/logo\/[\w-]+$/, READ],
  [/^\/(common-passwords\.txt|icon\.svg|apple-icon\.png|favicon\.ico)$/, READ],
  [/^\/\.well-known\/(change-password|security\.txt)$/, READ],
  [/^\/_next\/static(\/(?!\.)[\w.~-]+)+$/, READ], // no `..`, which Next would resolve
  [NEXT_AUTH_ROUTES.read, READ],
  [NEXT_AUTH_ROUTES.post, ['POST']],
];

const DEV_ROUTE = /^\/(_next|__nextjs[\w-]*)(\/|$)/;

export function allowedMethods(url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  if (process.env.NODE_ENV === 'development' && DEV_ROUTE.test(path)) return FORM;
  return ROUTES.find(([route]) => route.test(path))?.[1] ?? [];
}

const UPLOAD_MAX_BYTES = 12 * 1024 * 1024;

export const TEXT_MAX_BYTES = 64 * 1024;

const MAX_PARAMETERS = 100;

/** Next reads all values of a repeated parameter again for each of them. */
export const hasTooManyParameters = ({ url = '' }: RequestHead) => url.split('&').length > MAX_PARAMETERS;

/** Checks a request's head. Pages and actions check sessions themselves. */
export function checkRequest(head: RequestHead, origins: string[]): RejectedStatus | undefined {
  const { method = '', url = '', headers } = head;
  if (!['GET', 'HEAD', 'POST'].includes(method)) return 405;
  if (!hasOneHost(head)) return 400;
  const methods = allowedMethods(url);
  if (!methods.includes(method)) return methods.length > 0 ? 405 : 404;
  if (!hasReadableRouterState(headers)) return 400;
  if (method !== 'POST') return hasBody(headers) ? 400 : undefined;
  if (!origins.includes(String(headers.origin))) return 403;
  if (headers['sec-fetch-site'] !== undefined && headers['sec-fetch-site'] !== 'same-origin') return 403;
  if (!expectedType(url, headers).test(String(headers['content-type']))) return 415;
  return Number(headers['content-length'] ?? 0) > bodyMaxBytes(head) ? 413 : undefined;
}

/** RFC 9112, section 3.2. */
function hasOneHost({ httpVersion, headers, headersDistinct }: RequestHead): boolean {
  const isRequired = httpVersion === '1.1';
  return (headersDistinct?.host?.length ?? 0) <= 1 && (!isRequired || headers.host !== undefined);
}

export function bodyMaxBytes({ headers }: RequestHead): number {
  return isMultipart(headers) ? UPLOAD_MAX_BYTES : TEXT_MAX_BYTES;
}

export function isMultipart(headers: Headers): boolean {
  return /^multipart\/form-data;/i.test(String(headers['content-type']));
}

/** Forms are multipart; React sends an action without fields as text; next-auth has its own types. */
function expectedType(url: string, headers: Headers): RegExp {
  if (isNextAuthPath(url)) return /^application\/(x-www-form-urlencoded|json)\b/i;
  return isScripted(headers) ? /^(multipart\/form-data;|text\/plain\b)/i : /^multipart\/form-data;/i;
}

/** A body in GET or HEAD has no meaning (RFC 9110, section 9.3.1). */
function hasBody(headers: Headers): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
