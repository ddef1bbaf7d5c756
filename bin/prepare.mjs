// Installs the packages and builds what is older than its sources. Uses only Node until they are installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const BUILT_FROM = [
  'app',
  'lib',
  'db',
  'messages',
  'public',
  'bin',
  'server.ts',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.ts',
  'postcss.config.mjs',
];

/** Records which packages are installed. */
const INSTALLED = 'node_modules/.installed';

/** Records which sources the pages were built from. Next writes BUILD_ID long before it has finished. */
const BUILT = '.next/.built';

process.env.NEXT_TELEMETRY_DISABLED = '1';

export async function prepare() {
  process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
  install();
  await buildServer();
  buildPages();
}

export function install() {
  const wanted = `${digest([readFileSync('package-lock.json')])} ${process.platform} ${process.arch}\n`;
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === wanted) return;
  step('Installing packages', 'npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']);
  writeFileSync(INSTALLED, wanted);
}

/**
 * Builds the server and the command line. Chunks come first and server.mjs last: an interrupted build isn't fresh, and
 * a server process that starts meanwhile finds one whole build.
 * @returns whether server.mjs or a chunk has changed
 */
export async function buildServer() {
  if (isFresh('dist/server.mjs')) return false;
  requireWritableFolder();
  const commands = {
    user: 'bin/user.ts',
    app: 'bin/app.ts',
    mail: 'bin/mail.ts',
    backup: 'bin/backup.ts',
    restore: 'bin/restore.ts',
    move: 'bin/move.ts',
  };
  const files = await bundled({ server: 'server.ts', ...commands }, { splitting: true });
  const isServer = ({ path }) => basename(path) === 'server.mjs';
  const hasChanged = files.some(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  for (const file of [...files.filter((file) => !isServer(file)), ...files.filter(isServer)]) put(file);
  const made = files.map(({ path }) => basename(path));
  for (const name of readdirSync('dist'))
    if (name.endsWith('.mjs') && !made.includes(name)) rmSync(join('dist', name), { force: true });
  return hasChanged;
}

export async function bundle(name, source) {
  const [file] = await bundled({ [name]: source });
  put(file);
}

/** Atomically: another process may build or read at the same time. */
function put({ path, contents }) {
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

async function bundled(entryPoints, options = {}) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints,
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: externalPackages(),
    logLevel: 'warning',
    write: false,
    ...options,
  });
  return outputFiles;
}

/**
 * Every package but drizzle-orm. Node parses its package.json, 180 KB, again for each of its files: 0.4 s of processor
 * time and 150 MB at every start (Node 22 to 26; Node 20 didn't).
 */
function externalPackages() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name !== 'drizzle-orm');
  return names.flatMap((name) => [name, `${name}/*`]);
}

/**
 * Servers that build the same sources get the same build id and, with the same key, the same names of server actions: a
 * form stays valid until its action changes. This key is no secret. At run time, lib/server/start.ts sets another one,
 * which encrypts.
 */
export function buildPages() {
  const sources = hashOfSources();
  if (existsSync(BUILT) && readFileSync(BUILT, 'utf8') === sources) return;
  step('Building the pages', process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    NEXT_DEPLOYMENT_ID: sources.slice(0, 20),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: createHash('sha256').update('portrait').digest('base64'),
  });
  compressFiles('.next/static');
  writeFileSync(BUILT, sources);
}

function compressFiles(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!/\.(js|css|svg|json)$/.test(path)) continue;
    const text = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(text));
    writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
  }
}

/** Whether what was built is newer than all that it is built from. */
export function isFresh(target) {
  return Math.max(...BUILT_FROM.map(newest), newest(INSTALLED)) <= newest(target);
}

function hashOfSources() {
  const files = [...BUILT_FROM, 'package-lock.json'].flatMap(filesIn).sort();
  return digest(files.flatMap((file) => [file, '\0', readFileSync(file), '\0']));
}

function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesIn(join(path, name))) : [path];
}

/** The newest modification time in a folder, or of a file; 0 if there is none. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** A service can't build: its folder is read-only, and its administrator builds. */
function requireWritableFolder() {
  try {
    accessSync('.', constants.W_OK);
  } catch {
    process.stderr.write(`${process.cwd()} must be built again, but can't be written: run npm run build there.\n`);
    process.exit(1);
  }
}

/** Prints a command's output only if it fails. */
function step(title, command, args, env = {}) {
  requireWritableFolder();
  process.stderr.write(`${title} … `);
  const began = Date.now();
  const shell = command === 'npm' && process.platform === 'win32'; // npm.cmd
  const options = { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, ...env }, shell };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status === 0) return process.stderr.write(`${Math.round((Date.now() - began) / 1000)} s\n`);
  process.stderr.write(`\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}\n${title} failed.\n`);
  process.exit(1);
}
