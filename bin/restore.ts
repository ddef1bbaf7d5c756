import { Command } from 'commander';
import { closeDatabase, migrateDatabase, openDatabase } from '../db';
import { restore } from '../db/sqlite/restore';
import { listTotpSecrets } from '../db/users';
import { decrypt } from '../lib/encryption';
import { authSecret } from '../lib/keys';
import { databaseFile } from '../lib/settings';

const program = new Command('npm run restore --')
  .description('Replaces the database with a backup. Stop Portrait first; everybody has to log in again.')
  .argument('<file>', 'a file made by npm run backup')
  .showHelpAfterError(false)
  .action(async (backup: string) => {
    const kept = restore(backup, databaseFile());
    console.log(`Restored ${databaseFile()} from ${backup}.`);
    if (kept) console.log(`The old database is kept as ${kept}.`);
    await warnOfSecrets();
  });

try {
  await program.parseAsync();
} catch (error) {
  program.error((error as Error).message);
}

async function warnOfSecrets(): Promise<void> {
  process.env.AUTH_SECRET = authSecret();
  openDatabase(`file:${databaseFile()}`);
  await migrateDatabase();
  const lost = (await listTotpSecrets()).filter(({ id, totpSecret }) => decrypt(totpSecret, id) === undefined);
  await closeDatabase();
  if (lost.length === 0) return;
  console.error(`AUTH_SECRET doesn't match this backup: the authenticators of ${lost.length} people don't work.`);
  console.error('Put the auth-secret from the time of the backup beside the database, then start Portrait.');
}
