/** What the gate reads of a request. */
export type Head = { method?: string; url?: string; headers: Record<string, string | string[] | undefined> };

/** Why a request does not reach the pages: RFC 9110, section 15.5. */
export type Refused = { status: 403 | 405 | 413 | 415 };

/** The largest avatar, the other fields, and what a multipart body adds around them. */
const BODY_MAX_BYTES = 12 * 1024 * 1024;

/** Judges a request by its head. It guards no data: pages and actions do that for themselves. */
export function judge({ method, url = '', headers }: Head, origins: string[]): Refused | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (method !== 'POST') return { status: 405 };
  if (!origins.includes(String(headers.origin))) return { status: 403 };
  if (headers['sec-fetch-site'] !== undefined && headers['sec-fetch-site'] !== 'same-origin') return { status: 403 };
  if (Number(headers['content-length'] ?? 0) > BODY_MAX_BYTES) return { status: 413 };
  return expectedType(url, headers).test(String(headers['content-type'])) ? undefined : { status: 415 };
}

/** Forms post multipart; React sends an action without fields as text; next-auth's own routes have their own way. */
function expectedType(url: string, headers: Head['headers']): RegExp {
  if (url.startsWith('/api/auth/')) return /^application\/(x-www-form-urlencoded|json)\b/i;
  return headers['next-action'] === undefined ? /^multipart\/form-data;/i : /^(multipart\/form-data;|text\/plain\b)/i;
}
