import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Browser } from '../support/browser';
import { newFolder, removeFolder } from '../support/folder';
import { freePort } from '../support/server';

/** The Nodes to try, by path: `BARE_NODES=/usr/bin/node:/opt/node22/bin/node npm run test:bare`. */
const NODES = (process.env.BARE_NODES ?? process.execPath).split(delimiter);

/** Of coreutils, what scripts use. */
const CORE_UTILITIES =
  'basename cat chmod cp cut dirname env expr head id ln ls mkdir mktemp mv pwd readlink rm sort tail touch tr uname wc'.split(
    ' ',
  );

const FIRST_START_TIMEOUT_MS = 900_000;

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

/** A PATH of Node, npm, a shell and the core utilities: no compiler, make or Python. */
function barePath(node: string): string {
  const path = join(folder, 'bin');
  mkdirSync(path);
  symlinkSync(realpathSync(node), join(path, 'node'));
  for (const name of ['npm', 'sh', ...CORE_UTILITIES]) {
    const found = (process.env.PATH ?? '')
      .split(delimiter)
      .map((dir) => join(dir, name))
      .find(existsSync);
    if (found) symlinkSync(realpathSync(found), join(path, name));
  }
  return path;
}

/** A clone of the committed and uncommitted sources. */
function clone(): string {
  const copy = join(folder, 'portrait');
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  for (const file of execFileSync('git', list, { encoding: 'utf8' }).split('\0').filter(existsSync))
    cpSync(file, join(copy, file));
  return copy;
}

test.each(NODES)(
  'npm start on a bare clone serves, without a compiler, and prints a password that logs in: %s',
  async (node) => {
    const PORT = String(await freePort());
    const { BCRYPT_COST: _, AUTH_SECRET: __, NODE_ENV: ___, ...rest } = process.env;
    const env = { ...rest, PATH: barePath(node), PORT, WEB_CONCURRENCY: '2' } as unknown as NodeJS.ProcessEnv;
    const npm = spawn('npm', ['start'], { cwd: clone(), env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(npm, 'exit');

    let password = '';
    for await (const line of createInterface(npm.stdout)) {
      password ||= /^Password, shown only this once: (\S+)$/.exec(line)?.[1] ?? '';
      if (line.startsWith('To add people')) break;
    }
    expect(password).not.toBe('');
    expect((await fetch(`http://localhost:${PORT}/healthz`)).status).toBe(200);
    const browser = await new Browser(`http://localhost:${PORT}`).opens('/en/sign-in');
    await browser.submits('sign-in', { username: 'admin@example.com', password });
    expect(browser.path).toBe('/en/profile');

    npm.kill('SIGTERM');
    await ended;
    await expect(fetch(`http://localhost:${PORT}/healthz`)).rejects.toThrow();
  },
  FIRST_START_TIMEOUT_MS,
);
