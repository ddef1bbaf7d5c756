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

/** No letters and digits that look alike, so that a person can read it aloud and copy it from paper. */
const LEGIBLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Groups of random characters with dashes between; a character has 4.95 bits. */
export function randomLegible(groups: number, length: number): string {
  const group = () => Array.from({ length }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}
