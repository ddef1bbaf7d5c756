import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { databaseFile, databaseUrl, isFile, SECRET_MIN_BYTES, SettingError } from './settings';

/**
 * The value of `AUTH_SECRET`: the variable's, or the one that the first start made and keeps beside the SQLite file,
 * and where the database is a server, in `data/`.
 *
 * @throws SettingError
 */
export function authSecret(env: Record<string, string | undefined> = process.env): string {
  if (env.AUTH_SECRET) return env.AUTH_SECRET;
  const file = join(isFile(databaseUrl(env)) ? dirname(databaseFile(env)) : resolve('data'), 'auth-secret');
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (Buffer.byteLength(secret) < SECRET_MIN_BYTES)
    throw new SettingError(`AUTH_SECRET is not set, and ${file} is damaged: put back the one of your backup.`);
  return secret;
}

/** A 256-bit key for one purpose, derived from a secret (HKDF, RFC 5869). */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `portrait/${purpose}`, 32));
}
