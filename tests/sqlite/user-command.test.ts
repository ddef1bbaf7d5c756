import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { command, waitForExit } from '../support/command';
import { newFolder, removeFolder } from '../support/folder';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const COMMANDS = [
  ['list'],
  ['create', '--username', 'ada@example.com', '--company', 'Example'],
  ['reset-password', 'ada@example.com'],
];

test.each(COMMANDS)('%s on a missing database says so and creates none', async (...args) => {
  const file = join(folder, 'data', 'mistyped.db');
  expect(await waitForExit(command('user', args, `file:${file}`))).toEqual({
    code: 1,
    out: '',
    err: `The database ${file} does not exist. Check DATABASE_URL, or start Portrait once first.\n`,
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('on a database without tables it says so', async () => {
  const file = join(folder, 'portrait.db');
  const sqlite = new Sqlite(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.close();
  expect(await waitForExit(command('user', ['list'], `file:${file}`))).toMatchObject({
    code: 1,
    err: expect.stringContaining('has nothing in it yet'),
  });
});
