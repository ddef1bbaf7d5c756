import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { newFolder, removeFolder } from './support/folder';
import { isRunning } from './support/running';
import { until } from './support/until';

const JEST = ['node_modules/jest/bin/jest.js', '--json', '--testMatch'];
const RUNNER = ['-e', "import('./bin/jest.mjs').then(({ runTests }) => runTests())", '--', '--testMatch'];
const fixture = (name: string) => `<rootDir>/tests/support/${name}.fixture.ts`;

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

test('a test that overruns its time limit ends before the next one begins, and leaves no file behind', () => {
  const options = { encoding: 'utf8', env: { ...process.env, TMPDIR: folder } } as const;
  const { stdout } = spawnSync(process.execPath, [...JEST, fixture('overrun')], options);
  const [{ assertionResults }] = JSON.parse(stdout).testResults;
  const statuses = assertionResults.map(({ title, status }: Record<string, string>) => [title, status]);
  expect(statuses).toEqual([
    ['overruns its time limit', 'failed'],
    ['comes after it', 'passed'],
  ]);
  expect(readdirSync(folder)).toEqual([]);
});

async function stops(command: string[], signal: NodeJS.Signals): Promise<number> {
  const env = { ...process.env, TMPDIR: folder };
  const args = [...command, fixture('leftover')];
  const runner = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [pid] = await once(createInterface(runner.stderr), 'line');
  runner.kill(signal);
  await once(runner, 'exit');
  return Number(pid);
}

test.each(['SIGTERM', 'SIGINT'] as const)('a suite stopped by %s leaves no process or file behind', async (signal) => {
  const pid = await stops(RUNNER, signal);
  await until(() => !isRunning(pid));
  expect(readdirSync(folder)).toEqual([]);
});

test('a bare npx jest that is stopped leaves no file behind', async () => {
  process.kill(await stops(JEST, 'SIGINT'));
  expect(readdirSync(folder)).toEqual([]);
});
