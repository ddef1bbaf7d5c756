import { localeOfPath } from '../i18n/locales';

/** What the gate reads of a request. */
export type RequestHead = {
  method?: string;
  url?: string;
  httpVersion?: string;
  headers: Record<string, string | string[] | undefined>;
};

/** Why a request does not reach the pages: RFC 9110, section 15.5. */
export type Rejection = { status: 400 | 403 | 404 | 405 | 413 | 415 };

/** The largest avatar, the other fields, and what a multipart body adds around them. */
const UPLOAD_MAX_BYTES = 12 * 1024 * 1024;

/** Fields without a file. No rule lets a value through that is nearly as long. */
export const TEXT_MAX_BYTES = 64 * 1024;

/** Judges a request by its head. It guards no data: pages and actions do that for themselves. */
export function checkRequest(head: RequestHead, origins: string[]): Rejection | undefined {
  const { method = '', url = '', headers } = head;
  if (!allowedMethods(url).includes(method)) return { status: 405 };
  if (!isAddress(url)) return { status: 404 };
  if (head.httpVersion === '1.1' && headers.host === undefined) return { status: 400 }; // RFC 9112, section 3.2
  if (method !== 'POST') return hasBody(headers) ? { status: 400 } : undefined;
  if (!origins.includes(String(headers.origin))) return { status: 403 };
  if (headers['sec-fetch-site'] !== undefined && headers['sec-fetch-site'] !== 'same-origin') return { status: 403 };
  if (!expectedType(url, headers).test(String(headers['content-type']))) return { status: 415 };
  return Number(headers['content-length'] ?? 0) > bodyMaxBytes(head) ? { status: 413 } : undefined;
}

/** Forms are sent to the page that they stand on, and next-auth has routes of its own. */
export function allowedMethods(url: string): string[] {
  const takesForms = localeOfPath(url) !== undefined || url.startsWith('/api/auth/');
  return takesForms ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'];
}

/** A path on this origin, also to a browser, which takes `//evil.example` for another one; and it can be read. */
function isAddress(url: string): boolean {
  try {
    decodeURI(url);
    return /^\/(?![/\\])/.test(url);
  } catch {
    return false;
  }
}

/** How long the body of a request may be, whether or not its head tells. */
export function bodyMaxBytes({ headers }: RequestHead): number {
  return isMultipart(headers) ? UPLOAD_MAX_BYTES : TEXT_MAX_BYTES;
}

export function isMultipart(headers: RequestHead['headers']): boolean {
  return /^multipart\/form-data;/i.test(String(headers['content-type']));
}

/** Forms post multipart; React sends an action without fields as text; next-auth's own routes have their own way. */
function expectedType(url: string, headers: RequestHead['headers']): RegExp {
  if (url.startsWith('/api/auth/')) return /^application\/(x-www-form-urlencoded|json)\b/i;
  return isScripted(headers) ? /^(multipart\/form-data;|text\/plain\b)/i : /^multipart\/form-data;/i;
}

/** Whether it is React that sends a form, and reads the answer. */
export function isScripted(headers: RequestHead['headers']): boolean {
  return headers['next-action'] !== undefined;
}

/** A body makes no sense where something is only read (RFC 9110, section 9.3.1). */
function hasBody(headers: RequestHead['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
