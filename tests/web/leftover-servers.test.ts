import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isRunning } from '../support/running';
import { endWithFile } from '../support/shared';
import { until } from '../support/until';

/** A bare `npx jest`, which has no process group of its own. */
function runs(title: string) {
  const fixture = '<rootDir>/tests/support/leftover-servers.fixture.ts';
  const args = ['node_modules/jest/bin/jest.js', '--testNamePattern', title, '--testMatch', fixture];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  endWithFile(child);
  return { child, lines: createInterface(child.stderr) };
}

test.each(['fails', 'overruns its time limit'])('no server outlives a test that %s', async (title) => {
  const { child, lines } = runs(title);
  const [pid] = await once(lines, 'line');
  expect(pid).toMatch(/^\d+$/);
  await once(child, 'exit');
  await until(() => !isRunning(pid));
});

test('no server outlives a killed test process', async () => {
  const { child, lines } = runs('waits to be killed');
  const [pid] = await once(lines, 'line');
  child.kill('SIGKILL');
  await until(() => !isRunning(pid));
});
