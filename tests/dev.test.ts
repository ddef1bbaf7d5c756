import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { newFolder, removeFolder } from './support/folder';
import { endWithFile } from './support/shared';
import { until } from './support/until';

let folder: string;
let lines: string[];

/** Runs npm run dev with a build that prints what it would do, and a server that prints that it runs. */
function startDev(): ChildProcess {
  for (const file of ['dev.mjs', 'pinned-node.mjs']) cpSync(join('bin', file), join(folder, 'bin', file));
  for (const name of ['lib/server', 'db', 'dist']) mkdirSync(join(folder, name), { recursive: true });
  write('server.ts', '');
  write(
    'bin/prepare.mjs',
    `import { readFileSync } from 'node:fs';
     export async function buildServer() {
       const source = readFileSync('server.ts', 'utf8');
       console.log('built ' + source);
       if (source === 'broken') throw new Error('broken');
       return source !== 'unchanged';
     }`,
  );
  write(
    'dist/server.mjs',
    `console.log('serves ' + process.env.NODE_ENV);
     process.on('SIGTERM', () => { console.log('stopped'); process.exit(7); });
     setInterval(() => {}, 1000);`,
  );
  const env = { ...process.env, npm_lifecycle_event: '', PORTRAIT_LAUNCHED: '' };
  const child = spawn(process.execPath, ['bin/dev.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  endWithFile(child);
  createInterface(child.stdout as NodeJS.ReadableStream).on('line', (line) => lines.push(line));
  return child;
}

const write = (file: string, content: string) => writeFileSync(join(folder, file), content);
const count = (line: string) => lines.filter((each) => each === line).length;

beforeEach(() => {
  folder = newFolder();
  lines = [];
});
afterEach(() => removeFolder(folder));

test('npm run dev restarts the server after a change, keeps it if that does not build, and stops with it', async () => {
  const child = startDev();
  await until(() => count('serves development') === 1);
  for (const [n, file] of ['lib/server/new.ts', 'db/new.ts'].entries()) {
    write(file, '');
    await until(() => count('serves development') === n + 2);
  }
  expect(count('stopped')).toBe(2);
  for (const source of ['broken', 'unchanged']) {
    write('server.ts', source);
    await until(() => count(`built ${source}`) > 0);
  }
  expect([count('serves development'), count('stopped')]).toEqual([3, 2]);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([7, null]);
});
