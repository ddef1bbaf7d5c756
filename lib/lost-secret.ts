import { existsSync, rmSync } from 'node:fs';
import { listTotpSecrets } from '../db/users';
import { log } from './adapters/log';
import { decrypt } from './encryption';
import { authSecret, authSecretFile } from './keys';
import { SettingError } from './settings';

/**
 * Sets `AUTH_SECRET`. A new secret in place of a lost one would silently break every authenticator, so the start fails
 * if no two-factor secret can be decrypted, unless `AUTH_SECRET_LOST` accepts that.
 * @throws SettingError
 */
export async function loadAuthSecret(env = process.env): Promise<void> {
  const file = authSecretFile(env);
  const isOwn = !env.AUTH_SECRET;
  const isMade = isOwn && !existsSync(file);
  env.AUTH_SECRET = authSecret(env);
  const secrets = await listTotpSecrets();
  const lost = secrets.filter(({ id, totpSecret }) => decrypt(totpSecret, id) === undefined).length;
  if (lost === 0) return;
  if (lost < secrets.length || env.AUTH_SECRET_LOST === 'accept') {
    log.warn({ people: lost }, "AUTH_SECRET can't decrypt every two-factor secret: these people need a recovery code.");
    return;
  }
  if (isMade) rmSync(file);
  const source = isOwn ? file : 'AUTH_SECRET';
  throw new SettingError(
    `The two-factor secrets in the database (${lost}) can't be decrypted with ${source}: put back the one of your backup, ` +
      'or set AUTH_SECRET_LOST=accept, after which everyone with two-factor authentication needs a recovery code or ' +
      'npm run user -- reset-two-factor.',
  );
}
