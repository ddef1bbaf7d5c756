import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

/** A name for a row: tells nothing, opens nothing. */
export function randomId(): string {
  return randomUUID();
}

/** A value that opens something: 256 random bits, in base64url. */
export function randomValue(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a random value. It has too many bits to be guessed, so that a fast hash hides it. */
export function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

/** No letters and digits that look alike, so that a person can copy it from paper. */
const LEGIBLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password for one use: four groups of five legible characters, 99 random bits. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
