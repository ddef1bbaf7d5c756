import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { newFolder, removeFolder } from './support/folder';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  cpSync('bin/pinned-node.mjs', join(folder, 'bin/pinned-node.mjs'));
  cpSync('bin/node', join(folder, 'bin/node'), { recursive: true });
  // Like bin/run.mjs under an old Node. The child is this Node, under the name of the pinned one.
  write(
    'bin/run.mjs',
    `import { runPinnedNode } from './pinned-node.mjs';
     if (process.env.PORTRAIT_LAUNCHED) import('./command.mjs'); else runPinnedNode();`,
  );
});
afterEach(() => removeFolder(folder));

function write(file: string, content: string): void {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), content, { mode: 0o755 });
}

/** Makes this shell script the npm on the PATH. */
const npmIs = (script: string) => write('path/npm', `#!/bin/sh\n${script}\n`);

const installs = `[ "$1" = ci ] && [ -f package-lock.json ] || exit 1
echo installed >> ../../installs
for name in linux-x64 linux-arm64 darwin-x64 bin-darwin-arm64; do
  mkdir -p node_modules/node-$name/bin && ln -s '${process.execPath}' node_modules/node-$name/bin/node
done`;

function run(command: string, ...args: string[]) {
  write('bin/command.mjs', command);
  const env = {
    ...process.env,
    PATH: `${join(folder, 'path')}:${process.env.PATH}`,
    npm_lifecycle_event: '',
    PORTRAIT_LAUNCHED: '',
  };
  return spawn(process.execPath, ['bin/run.mjs', ...args], { cwd: folder, env, stdio: 'pipe' });
}

async function outcome(child: ReturnType<typeof run>) {
  const [[status, signal], out, err] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { status, signal, out, err };
}

test.each([
  ['v20.19.0', false],
  ['v22.13.1', false],
  ['v22.14.0', true],
  ['v23.11.0', false],
  ['v24.0.0', true],
  ['v26.1.0', true],
])('Node %s runs Portrait itself: %s', async (version, expected) => {
  const program = `import { isSupported } from '${resolve('bin/pinned-node.mjs')}'; process.exit(isSupported('${version}') ? 0 : 1);`;
  const [status] = await once(spawn(process.execPath, ['--input-type=module', '-e', program]), 'exit');
  expect(status === 0).toBe(expected);
});

test('passes arguments, standard streams and the exit status through', async () => {
  npmIs(installs);
  const child = run('process.stdin.pipe(process.stdout); process.exitCode = 3; console.error(process.argv[2])', 'x y');
  child.stdin.end('typed');
  const { status, out, err } = await outcome(child);
  expect([status, out]).toEqual([3, 'typed']);
  expect(err).toMatch(/^Portrait needs Node 22\.14 [^\n]+ installing Node 24\.\S+ from npm into \.node\/ …\nx y\n$/);
});

test('installs Node once, and puts it first on the PATH of what the command starts', async () => {
  npmIs(installs);
  const command = `import { execSync } from 'node:child_process'; process.stdout.write(execSync('command -v node'));`;
  for (const err of [expect.stringContaining('installing'), '']) {
    const { out, ...rest } = await outcome(run(command));
    expect(out).toContain(join(folder, '.node/'));
    expect(rest).toMatchObject({ status: 0, err });
  }
});

test.each(['SIGTERM', 'SIGINT', 'SIGUSR2'] as const)('forwards %s, and exits like the command', async (signal) => {
  npmIs(installs);
  const waits = `process.on('${signal}', () => { console.log('told'); process.exit(5); });
    setInterval(() => {}, 1000); console.log('ready');`;
  const child = run(waits);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  child.kill(signal);
  expect((await lines.next()).value).toBe('told');
  expect(await once(child, 'exit')).toEqual([5, null]);
});

test.each(['SIGKILL', 'SIGTERM'])('ends with %s if it ended the command', async (signal) => {
  npmIs(installs);
  expect(await outcome(run(`process.kill(process.pid, '${signal}')`))).toMatchObject({ status: null, signal });
});

test('stops the command when it is killed itself', async () => {
  npmIs(installs);
  const command = `import { stopWithParent } from './pinned-node.mjs'; stopWithParent();
    process.on('SIGTERM', () => { console.log('told'); process.exit(); });
    setInterval(() => {}, 1000); console.log('ready');`;
  const child = run(command);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  child.kill('SIGKILL');
  expect((await lines.next()).value).toBe('told');
});

test.each([
  ['npm has no network', 'exit 1'],
  ['the package does not run on this machine', 'mkdir -p node_modules'],
])('says in one sentence which Node is needed if %s, and leaves nothing behind', async (_, script) => {
  npmIs(script);
  const { status, out, err } = await outcome(run(''));
  expect([status, out]).toEqual([1, '']);
  expect(err.split('\n').at(-2)).toMatch(/^Portrait needs Node 22\.14 or later, .+\. Install Node 24 from .+\.$/);
  expect(readdirSync(join(folder, '.node'))).toEqual([]);
});
