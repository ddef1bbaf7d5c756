import { Command } from 'commander';
import { move } from '../db/move';
import { databaseUrl, isFile, SettingError } from '../lib/settings';

const program = new Command('npm run move --')
  .description('Moves an SQLite database to PostgreSQL. Stop Portrait first; people stay logged in.')
  .requiredOption('--from <file>', 'the SQLite database, such as file:data/portrait.db')
  .requiredOption('--to <url>', 'an empty PostgreSQL database, such as postgres://user:password@host/portrait')
  .showHelpAfterError(false)
  .action(async ({ from, to }: { from: string; to: string }) => {
    const [source, target] = [urlOf('--from', from), urlOf('--to', to)];
    if (!isFile(source) || isFile(target)) throw new SettingError('Use --from file:… and --to postgres://….');
    await move(source.slice('file:'.length), target, (table, rows, isCompared) => {
      if (isCompared) console.error(`${table}: ${rows} rows, copied and compared`);
      else if (rows % 10_000 === 0) console.error(`${table}: ${rows} rows so far`);
    });
    console.log('Everything is moved. Start every server with this DATABASE_URL and the same AUTH_SECRET as before:');
    console.log(
      'unless you set one, the content of the file auth-secret beside the old database. Then put the old file away.',
    );
  });

try {
  await program.parseAsync();
} catch (error) {
  program.error((error as Error).message);
}

function urlOf(option: string, url: string): string {
  try {
    return databaseUrl({ DATABASE_URL: url });
  } catch (error) {
    throw new SettingError((error as Error).message.replace('DATABASE_URL', option));
  }
}
