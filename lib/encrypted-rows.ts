import type { Database, Write } from '../db';
import { listSigningKeys, replaceSigningKey } from '../db/signing-keys';
import { listTotpSecrets, secretIsActive, updateAnyUser } from '../db/users';
import { signingKeyOwner } from './applications/signing-keys';

export type EncryptedRow = {
  kind: 'secret' | 'key' | 'retired key';
  value: string;
  owner: string;
  /** Writes a new value unless the row has changed meanwhile. */
  replace(on: Database, value: string): Write;
};

const STEP = 100;

/** What stays encrypted with `AUTH_SECRET`, in steps. Everything else lasts a day at most. */
export async function* encryptedRows(): AsyncGenerator<EncryptedRow[]> {
  yield (await listSigningKeys()).map(({ id, jwk, retiredAt }) => ({
    kind: retiredAt === null ? 'key' : 'retired key',
    value: jwk,
    owner: signingKeyOwner(id),
    replace: (on, value) => replaceSigningKey(on, id, { from: jwk, to: value }),
  }));
  for (let found = await listTotpSecrets('', STEP); found.length > 0; ) {
    yield found.map(({ id, totpSecret }) => ({
      kind: 'secret',
      value: totpSecret,
      owner: id,
      replace: (on, value) => updateAnyUser(on, id, { totpSecret: value }, secretIsActive(totpSecret)),
    }));
    found = await listTotpSecrets(found.at(-1)?.id ?? '', STEP);
  }
}
