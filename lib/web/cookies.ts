const FIRST_ADDRESS = process.env.APP_URL?.split(',')[0]?.trim() || `http://localhost:${process.env.PORT || 3000}`;

/** Whether people use https: the first address of `APP_URL` says so for all. */
export const IS_SECURE = /^https:/i.test(FIRST_ADDRESS);

/** Empty for the scheme's default port. */
const PORT = URL.canParse(FIRST_ADDRESS) ? new URL(FIRST_ADDRESS).port : '';

/**
 * Browsers don't keep cookies apart by port, so two Portraits on one host need different names. With https the name
 * also makes the browser insist on it (RFC 6265bis, section 4.1.3.2).
 */
export function cookieName(name: string): string {
  return PORT ? `${formerName(name)}-${PORT}` : formerName(name);
}

type Cookies = { get(name: string): { value: string } | undefined };

/** Reads a cookie, also under the name it had before names had the port, so that the update logs nobody out. */
export function readCookie(jar: Cookies, name: string): string | undefined {
  return (jar.get(cookieName(name)) ?? jar.get(formerName(name)))?.value;
}

const formerName = (name: string) => (IS_SECURE ? `__Host-${name}` : name);
