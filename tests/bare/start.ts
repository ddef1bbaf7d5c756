import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Browser } from '../support/browser';
import { newFolder, removeFolder } from '../support/folder';
import { freePort } from '../support/server';

/** The Nodes to try, by path: `BARE_NODES=/usr/bin/node:/opt/node22/bin/node npm run test:bare`. */
const NODES = (process.env.BARE_NODES ?? process.execPath).split(delimiter);

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
  const programs = ['npm', 'sh', ...coreUtilities()];
  for (const name of programs) {
    const found = (process.env.PATH ?? '')
      .split(delimiter)
      .map((dir) => join(dir, name))
      .find(existsSync);
    if (found) symlinkSync(realpathSync(found), join(path, name));
  }
  return path;
}

/** The names of coreutils' programs, from its manual's list of them or, where there is none, those that scripts use. */
function coreUtilities(): string[] {
  const { stdout } = spawnSync('dpkg', ['-L', 'coreutils'], { encoding: 'utf8' });
  const listed = (stdout ?? '').match(/(?<=\/bin\/)\S+$/gm) ?? [];
  return listed.length > 0 ? listed : ['basename', 'cat', 'cp', 'dirname', 'env', 'ls', 'mkdir', 'mv', 'rm', 'uname'];
}

/** A clone of the committed and uncommitted sources. */
function clone(): string {
  const copy = join(folder, 'portrait');
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of stdout.split('\0').filter(existsSync)) cpSync(file, join(copy, file));
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
