import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

/** For a row: not secret, and says nothing. */
export function randomId(): string {
  return randomUUID();
}

/** A secret of 256 random bits, in base64url. */
export function randomValue(): string {
  return randomBytes(32).toString('base64url');
}

/** The stored form of a random value. It has too many bits to be guessed, so a fast hash is enough. */
export function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

/** Without letters and digits that look alike, so that people can read them aloud and copy them from paper. */
const LEGIBLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Groups of random characters, separated by dashes; a character has 4.95 bits. */
export function randomLegible(groups: number, length: number): string {
  const group = () => Array.from({ length }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}
