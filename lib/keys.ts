import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { databaseFile, databaseUrl, isFile, SECRET_MIN_BYTES, SettingError } from './settings';

type Environment = Record<string, string | undefined>;

export function authSecretFile(env: Environment = process.env): string {
  return join(isFile(databaseUrl(env)) ? dirname(databaseFile(env)) : resolve('data'), 'auth-secret');
}

export function authSecret(env: Environment = process.env): string {
  if (env.AUTH_SECRET) return env.AUTH_SECRET;
  const file = authSecretFile(env);
  const secret = readOrMake(file);
  if (Buffer.byteLength(secret) < SECRET_MIN_BYTES)
    throw new SettingError(`AUTH_SECRET is not set, and ${file} is damaged: restore it from your backup.`);
  return secret;
}

function readOrMake(file: string): string {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST')
      throw new SettingError(
        `AUTH_SECRET is not set, and ${file} can't be made (${codeOf(error)}): let the user that runs Portrait write there.`,
      );
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new SettingError(
      `AUTH_SECRET is not set, and ${file} can't be read (${codeOf(error)}): make it a file that the user that runs Portrait can read.`,
    );
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** A 256-bit key for one purpose (HKDF, RFC 5869). */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `portrait/${purpose}`, 32));
}
