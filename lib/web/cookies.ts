const FIRST_ADDRESS = process.env.APP_URL?.split(',')[0]?.trim() || `http://localhost:${process.env.PORT || 3000}`;

/** Whether people use https; all addresses of `APP_URL` have the same scheme. */
export const IS_SECURE = /^https:/i.test(FIRST_ADDRESS);

export const COOKIE_OPTIONS = { httpOnly: true, sameSite: 'lax', path: '/', secure: IS_SECURE } as const;

/** The longest that browsers keep a cookie (RFC 6265bis, section 5.5). */
export const MAX_COOKIE_SECONDS = 400 * 24 * 3600;

/** Empty for the scheme's default port. */
const PORT = URL.canParse(FIRST_ADDRESS) ? new URL(FIRST_ADDRESS).port : '';

/**
 * Browsers share cookies between ports, so two Portraits on one host need different names. With https, the prefix makes
 * browsers insist on it (RFC 6265bis, section 4.1.3.2).
 */
export function cookieName(name: string): string {
  return PORT ? `${formerName(name)}-${PORT}` : formerName(name);
}

export const SESSION_NAME = 'portrait-session';

export type Cookies = { get(name: string): { value: string } | undefined };

/** Also reads a cookie under its old name without the port, so that the update logs no one out. */
export function readCookie(jar: Cookies, name: string): string | undefined {
  return (jar.get(cookieName(name)) ?? jar.get(formerName(name)))?.value;
}

const formerName = (name: string) => (IS_SECURE ? `__Host-${name}` : name);

/** The cookies of a request's header. */
export function cookiesIn(header = ''): Cookies {
  const pairs = header.split('; ').map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)] as const);
  const values = new Map(pairs);
  return { get: (name) => (values.has(name) ? { value: values.get(name) as string } : undefined) };
}
