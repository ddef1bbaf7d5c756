import { createHmac } from 'node:crypto';
import { randomValue } from './adapters/random';
import { equalSecrets } from './equal-secrets';
import { deriveKey } from './keys';
import { authSecrets } from './settings';

/**
 * Issues a device cookie (OWASP) to a browser in which a user has logged in: its failures are counted separately, so a
 * stranger can't lock the owner out. It grants nothing.
 */
export function issueDeviceCookie(userId: string): string {
  const nonce = randomValue();
  return `${nonce}.${mac(authSecrets()[0] as string, userId, nonce)}`;
}

export function verifyDeviceCookie(userId: string, cookie: string | undefined): string | undefined {
  const [nonce = '', given = ''] = cookie?.split('.') ?? [];
  const isValid = authSecrets().some((secret) => equalSecrets(mac(secret, userId, nonce), given));
  return isValid ? nonce : undefined;
}

/** Part of what browsers store: never rename it. */
const KEY_PURPOSE = 'known-browser';

function mac(secret: string, userId: string, nonce: string): string {
  return createHmac('sha256', deriveKey(secret, KEY_PURPOSE)).update(`${userId} ${nonce}`).digest('base64url');
}
