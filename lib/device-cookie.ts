import { createHmac, timingSafeEqual } from 'node:crypto';
import { randomValue } from './adapters/random';
import { deriveKey } from './keys';
import { authSecrets } from './settings';

/**
 * Marks a browser in which a user has signed in, so that its tries are counted apart from a stranger's ("device
 * cookies", OWASP). It opens nothing.
 */
export function issueDeviceCookie(userId: string): string {
  const nonce = randomValue();
  return `${nonce}.${mac(authSecrets()[0] as string, userId, nonce)}`;
}

/** What tells a browser from others that the user has signed in with; nothing where the mark is not the user's. */
export function verifyDeviceCookie(userId: string, mark: string | undefined): string | undefined {
  const [nonce = '', given = ''] = mark?.split('.') ?? [];
  const isRight = authSecrets().some((secret) => isEqual(mac(secret, userId, nonce), given));
  return isRight ? nonce : undefined;
}

function mac(secret: string, userId: string, nonce: string): string {
  return createHmac('sha256', deriveKey(secret, 'known-browser')).update(`${userId} ${nonce}`).digest('base64url');
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
