import { Command } from 'commander';
import { backUp } from '../db/sqlite/backup';
import { databaseFile } from '../lib/settings';

const program = new Command('npm run backup --')
  .description('Copies the database to a file, even while Portrait runs.')
  .argument('<file>', 'the path of the copy, where no file exists yet')
  .showHelpAfterError(false)
  .action(async (copy: string) => {
    let shown = 0;
    await backUp(databaseFile(), copy, (share) => {
      const percent = Math.floor(share * 10) * 10;
      if (percent > shown) console.error(`Copied ${percent} %`);
      shown = percent;
    });
    console.log(`Backed up ${databaseFile()} to ${copy}, and checked the copy.`);
    if (!process.env.AUTH_SECRET)
      console.log(
        'Also copy the file auth-secret, which is beside the database, and keep it apart from your backups. Copy it again if you change it.',
      );
  });

try {
  await program.parseAsync();
} catch (error) {
  program.error((error as Error).message);
}
