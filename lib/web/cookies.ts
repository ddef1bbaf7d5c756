import { settings } from '../settings';

/** Cookies are for https only where people use https; their names then say so (RFC 6265bis, section 4.1.3.2). */
export function cookieName(name: string): string {
  return isSecure() ? `__Host-${name}` : name;
}

export function isSecure(): boolean {
  return settings().origins[0]?.startsWith('https:') ?? false;
}
