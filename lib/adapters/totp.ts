import { randomBytes } from 'node:crypto';
import { base32 } from '@scure/base';
import speakeasy from 'speakeasy';

/** One step before and one after the current one are accepted. RFC 6238, section 5.2. */
const STEP_SECONDS = 30;
const WINDOW = 1;

/** RFC 4226, section 4, requires at least 128 bits and recommends 160. */
const SECRET_BYTES = 20;

export function generateSecret(): string {
  return base32.encode(randomBytes(SECRET_BYTES));
}

/**
 * The time step of a code: the current one, the one before or the one after. The caller accepts a step only once.
 * @param secret in base32
 * @param at milliseconds since the epoch
 * @throws if the secret is empty or not base32: it must never serve as a key
 */
export function matchedStep(secret: string, code: string, at: number): number | undefined {
  const key = Buffer.from(base32.decode(secret));
  if (key.length < SECRET_BYTES) throw new Error('the secret is too short to be one');
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const step = Math.floor(at / 1000 / STEP_SECONDS);
  const match = speakeasy.totp.verifyDelta({
    secret: key.toString('hex'),
    encoding: 'hex',
    token: code,
    step: STEP_SECONDS,
    time: Math.floor(at / 1000),
    window: WINDOW,
  });
  return match && step + match.delta;
}

export function firstAcceptedAt(lastStep: number): number {
  return (lastStep + 1 - WINDOW) * STEP_SECONDS * 1000;
}

/** The "Key URI Format" of Google Authenticator, which other authenticators also read. */
export function keyUri(secret: string, issuer: string, username: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(username)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=${STEP_SECONDS}`;
}
