import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from './keys';
import { authSecrets } from './settings';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM (NIST SP 800-38D), with a key derived from the first secret of `AUTH_SECRET`.
 * @param owner additional authenticated data: only the same owner can decrypt it
 * @returns base64url of nonce, tag and ciphertext
 */
export function encrypt(text: string, owner: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, keys()[0] as Buffer, nonce).setAAD(Buffer.from(owner));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url');
}

/** Tries every secret of `AUTH_SECRET`. @returns undefined if none fits, or the owner is another one */
export function decrypt(encrypted: string, owner: string): string | undefined {
  const bytes = Buffer.from(encrypted, 'base64url');
  for (const key of keys()) {
    const text = tryKey(key, bytes, owner);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** @returns undefined if the first secret of `AUTH_SECRET` has encrypted it, or none fits */
export function reencrypt(encrypted: string, owner: string): string | undefined {
  const isCurrent = tryKey(keys()[0] as Buffer, Buffer.from(encrypted, 'base64url'), owner) !== undefined;
  const text = isCurrent ? undefined : decrypt(encrypted, owner);
  return text === undefined ? undefined : encrypt(text, owner);
}

function tryKey(key: Buffer, bytes: Buffer, owner: string): string | undefined {
  const tagEnd = NONCE_BYTES + TAG_BYTES;
  if (bytes.length < tagEnd) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(NONCE_BYTES, tagEnd));
  const text = decipher.update(bytes.subarray(tagEnd), undefined, 'utf8');
  try {
    return text + decipher.final('utf8');
  } catch {
    return undefined; // the tag doesn't match: another key or owner
  }
}

/** Part of stored data: never rename it. */
const KEY_PURPOSE = 'sealed';

function keys(): Buffer[] {
  return authSecrets().map((secret) => deriveKey(secret, KEY_PURPOSE));
}
