import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { newFolder, removeFolder } from '../support/folder';

test('a first start on a full disk says so, and leaves nothing behind', async () => {
  const folder = newFolder();
  const file = join(folder, 'portrait.db');
  const env = { ...process.env, NODE_ENV: 'production' as const, DATABASE_URL: `file:${file}` };
  const limited = ['--fsize=1:unlimited', process.execPath, 'dist/server.mjs']; // no file may grow beyond one byte
  const child = spawn('prlimit', limited, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [[code], err] = await Promise.all([once(child, 'close'), text(child.stderr)]);
  const left = readdirSync(folder);
  removeFolder(folder);
  expect([code, left]).toEqual([1, []]);
  expect(err).toContain(`The database ${file} cannot be read or written`);
});
