/** Whether people use https: the first address of `APP_URL` says so for all. */
export const IS_SECURE = /^\s*https:/i.test(process.env.APP_URL ?? '');

/** Cookies are for https only where people use https; their names then say so (RFC 6265bis, section 4.1.3.2). */
export function cookieName(name: string): string {
  return IS_SECURE ? `__Host-${name}` : name;
}
