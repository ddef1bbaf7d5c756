import { Command } from 'commander';
import { backUp } from '../db/sqlite/backup';
import { databaseFile } from '../lib/settings';

const program = new Command('npm run backup --')
  .description('Copies the database to a file, while Portrait runs or not.')
  .argument('<file>', 'where the copy goes: a path where there is nothing yet')
  .showHelpAfterError(false)
  .action(async (copy: string) => {
    let told = 0;
    await backUp(databaseFile(), copy, (share) => {
      const percent = Math.floor(share * 10) * 10;
      if (percent > told) console.error(`Copied ${percent} %`);
      told = percent;
    });
    console.log(`Backed up ${databaseFile()} to ${copy}, and checked the copy.`);
    if (!process.env.AUTH_SECRET)
      console.log('Keep the auth-secret beside the database too, in another place than backups: it never changes.');
  });

try {
  await program.parseAsync();
} catch (error) {
  program.error((error as Error).message);
}
