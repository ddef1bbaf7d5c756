import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Browser } from '../support/browser';
import { newFolder, removeFolder } from '../support/folder';
import { freePort } from '../support/server';

/** The Nodes to try, by path: `BARE_NODES=/usr/bin/node:/opt/node22/bin/node npm run test:bare`. */
const NODES = (process.env.BARE_NODES ?? process.execPath).split(delimiter);

/** From coreutils: those that scripts use. */
const CORE_UTILITIES = [
  'basename',
  'cat',
  'chmod',
  'cp',
  'dirname',
  'env',
  'head',
  'id',
  'ln',
  'ls',
  'mkdir',
  'mv',
].concat(['pwd', 'readlink', 'rm', 'sort', 'tail', 'touch', 'tr', 'uname', 'wc']);

const FIRST_START_TIMEOUT_MS = 900_000;

let folder: string;
let npm: ReturnType<typeof start>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  try {
    process.kill(-(npm.pid as number), 'SIGKILL');
  } catch {} // the test has ended it
  removeFolder(folder);
});

/** A PATH with Node, npm, a shell and the core utilities: no compiler, make or Python. */
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

function start(settings: Record<string, string>) {
  const { BCRYPT_COST: _, AUTH_SECRET: __, NODE_ENV: ___, ...rest } = process.env;
  const env = { ...rest, ...settings } as unknown as NodeJS.ProcessEnv;
  return spawn('npm', ['start'], { cwd: clone(), env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
}

test.each(NODES)(
  'npm start on a bare clone serves, without a compiler, and prints a password that logs in: %s',
  async (node) => {
    const PORT = String(await freePort());
    npm = start({ PATH: barePath(node), PORT, WEB_CONCURRENCY: '2' });

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
    await once(npm, 'exit');
    await isClosed(Number(PORT));
  },
  FIRST_START_TIMEOUT_MS,
);

/** Waits until nothing listens on a port: npm ends before the server has. */
async function isClosed(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const [error] = await Promise.race([once(socket, 'error'), once(socket, 'connect')]).catch((error) => [error]);
    socket.destroy();
    if (error) return;
  }
}
