import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { closeDatabase, migrateDatabase, openDatabase } from '../db';
import { restore } from '../db/sqlite/restore';
import { authSecret, authSecretFile } from '../lib/keys';
import { countLost } from '../lib/lost-secret';
import { databaseFile } from '../lib/settings';

const program = new Command('npm run restore --')
  .description('Replaces the database with a backup. Stop Portrait first; everyone has to log in again.')
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
  const file = authSecretFile();
  const isSet = Boolean(process.env.AUTH_SECRET);
  const isMissing = !isSet && !existsSync(file);
  if (!isMissing) process.env.AUTH_SECRET = authSecret();
  openDatabase(`file:${databaseFile()}`);
  await migrateDatabase();
  const { secrets, keys } = await countLost();
  await closeDatabase();
  if (secrets + keys === 0) return;
  console.error(
    `${isSet ? 'AUTH_SECRET' : file} ${isMissing ? 'is missing' : "doesn't match this backup"}: without the right one, ` +
      `the authenticators of ${secrets} people don't work, and ${keys} signing keys of applications.`,
  );
  console.error(`Put the one from the time of the backup ${isSet ? 'into it' : 'there'} before you start Portrait.`);
}
