import { transaction } from '../db';
import { log } from './adapters/log';
import { encryptedRows } from './encrypted-rows';
import { reencrypt } from './encryption';
import { authSecrets } from './settings';

/** Encrypts everything with the first secret of `AUTH_SECRET`, so that an earlier one can be removed. */
export async function rotateAuthSecret(): Promise<void> {
  if (authSecrets().length < 2) return;
  for await (const rows of encryptedRows()) {
    let outdated = rows.flatMap((row) => {
      const value = reencrypt(row.value, row.owner);
      return value === undefined ? [] : [{ ...row, value }];
    });
    while (outdated.length > 0) {
      const [first, ...rest] = outdated as [(typeof outdated)[0], ...typeof outdated];
      const written = await transaction(
        (on) => first.replace(on, first.value),
        (on) => rest.map(({ replace, value }) => replace(on, value)),
      );
      outdated = written ? [] : rest;
    }
  }
  log.info('Everything is encrypted with the first AUTH_SECRET; the others can be removed.');
}
