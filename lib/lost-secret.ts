import { existsSync, rmSync } from 'node:fs';
import { log } from './adapters/log';
import { rotateSigningKeys } from './applications/signing-keys';
import { encryptedRows } from './encrypted-rows';
import { decrypt } from './encryption';
import { authSecret, authSecretFile } from './keys';
import { SettingError } from './settings';

/**
 * Sets `AUTH_SECRET`. A new secret in place of a lost one would silently break every authenticator and application, so
 * this fails if nothing in the database can be decrypted, unless `AUTH_SECRET_LOST` accepts that. Then there are new
 * signing keys, by which the next start sees that this is the right secret.
 * @throws SettingError
 */
export async function loadAuthSecret(env = process.env): Promise<void> {
  const file = authSecretFile(env);
  const isOwn = !env.AUTH_SECRET;
  const isMade = isOwn && !existsSync(file);
  env.AUTH_SECRET = authSecret(env);
  const { isEverything, secrets, keys } = await countLost();
  const isAccepted = env.AUTH_SECRET_LOST === 'accept';
  if (isEverything && !isAccepted) {
    if (isMade) rmSync(file);
    throw new SettingError(
      `Nothing that is encrypted in the database (two-factor secrets: ${secrets}, signing keys: ${keys}) can be decrypted ` +
        `with ${isOwn ? file : 'AUTH_SECRET'}: restore it from your backup, or set AUTH_SECRET_LOST=accept, after which ` +
        'everyone with two-factor authentication needs a recovery code or npm run user -- reset-two-factor.',
    );
  }
  if (secrets > 0)
    log.warn(
      { people: secrets },
      "AUTH_SECRET can't decrypt every two-factor secret: these people need a recovery code.",
    );
  if (isAccepted && (isEverything || keys > 0)) await rotateSigningKeys();
  else if (keys > 0)
    log.warn(
      "AUTH_SECRET can't decrypt the signing keys: no one can log in to applications until npm run app -- rotate-keys.",
    );
}

/** Counts what can't be decrypted with any secret of `AUTH_SECRET`. */
export async function countLost(): Promise<{ isEverything: boolean; secrets: number; keys: number }> {
  const all = { secret: 0, key: 0, 'retired key': 0 };
  const lost = { ...all };
  for await (const rows of encryptedRows())
    for (const { kind, value, owner } of rows) {
      all[kind] += 1;
      if (decrypt(value, owner) === undefined) lost[kind] += 1;
    }
  const sum = all.secret + all.key;
  return { isEverything: sum > 0 && lost.secret + lost.key === sum, secrets: lost.secret, keys: lost.key };
}
