import { createHmac } from 'node:crypto';
import { equalSecrets } from './equal-secrets';
import { deriveKey } from './keys';
import { authSecrets } from './settings';

/** Part of what browsers and applications have stored: never rename one. */
type Purpose = 'known-browser' | 'picture';

/** A message authentication code (HMAC-SHA-256) for a text that comes back later. */
export const macOf = (purpose: Purpose, text: string) => macWith(authSecrets()[0] as string, purpose, text);

/** Also accepts a code that was made with a former secret. */
export const isMacOf = (purpose: Purpose, text: string, given: string) =>
  authSecrets().some((secret) => equalSecrets(macWith(secret, purpose, text), given));

const macWith = (secret: string, purpose: Purpose, text: string) =>
  createHmac('sha256', deriveKey(secret, purpose)).update(text).digest('base64url');
