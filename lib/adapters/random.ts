import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

/** For row ids: not secret, and without meaning. */
export function randomId(): string {
  return randomUUID();
}

export function randomValue(): string {
  return randomBytes(32).toString('base64url');
}

const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);

/** 128 bits in base64, for a Content-Security-Policy. Bytes for many nonces take as long to get as for one. */
export function randomNonce(): string {
  if (pool.length < 16) pool = randomBytes(POOL_BYTES);
  const nonce = pool.toString('base64', 0, 16);
  pool = pool.subarray(16);
  return nonce;
}

/** The stored form of a random value, which has too many bits to guess: a fast hash is enough. */
export function digest(value: string | Uint8Array): string {
  return createHash('sha256').update(value).digest('base64url');
}

const LEGIBLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Groups of random characters, separated by dashes; each character has 4.95 bits. */
export function randomLegible(groups: number, length: number): string {
  const group = () => Array.from({ length }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}
