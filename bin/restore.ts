import { Command } from 'commander';
import { closeDatabase, migrateDatabase, openDatabase } from '../db';
import { restore } from '../db/sqlite/restore';
import { listUsers } from '../db/users';
import { decrypt } from '../lib/encryption';
import { authSecret } from '../lib/keys';
import { databaseFile } from '../lib/settings';

const program = new Command('npm run restore --')
  .description('Puts a backup in the place of the database. Portrait must be stopped; everybody signs in again.')
  .argument('<file>', 'a file that npm run backup made')
  .showHelpAfterError(false)
  .action(async (backup: string) => {
    const kept = restore(backup, databaseFile());
    console.log(`Restored ${databaseFile()} from ${backup}.`);
    if (kept) console.log(`What was there is kept as ${kept}.`);
    await warnOfSecrets();
  });

try {
  await program.parseAsync();
} catch (error) {
  program.error((error as Error).message);
}

/** Says so where the auth-secret is not the one under which the backup's two-factor secrets were sealed. */
async function warnOfSecrets(): Promise<void> {
  process.env.AUTH_SECRET = authSecret();
  openDatabase(`file:${databaseFile()}`);
  await migrateDatabase();
  const lost = (await listUsers()).filter(({ id, totpSecret }) => totpSecret && decrypt(totpSecret, id) === undefined);
  await closeDatabase();
  if (lost.length === 0) return;
  console.error(`AUTH_SECRET is not the one of this backup: the authenticators of ${lost.length} people do not work.`);
  console.error('Put the auth-secret of the time of the backup beside the database, then start Portrait.');
}
