import { randomValue } from './adapters/random';
import { isMacOf, macOf } from './mac';

/**
 * Issues a device cookie (OWASP) to a browser in which a user has logged in: its failures are counted separately, so a
 * stranger can't lock the owner out. It grants nothing.
 */
export function issueDeviceCookie(userId: string): string {
  const nonce = randomValue();
  return `${nonce}.${macOf('known-browser', `${userId} ${nonce}`)}`;
}

export function verifyDeviceCookie(userId: string, cookie: string | undefined): string | undefined {
  const [nonce = '', given = ''] = cookie?.split('.') ?? [];
  return isMacOf('known-browser', `${userId} ${nonce}`, given) ? nonce : undefined;
}
