import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { until } from './support/until';

test('a test that overruns its time limit ends before the next one begins', () => {
  const args = ['node_modules/jest/bin/jest.js', '--json', '--testMatch', '<rootDir>/tests/support/overrun.fixture.ts'];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const [{ assertionResults }] = JSON.parse(stdout).testResults;
  const statuses = assertionResults.map(({ title, status }: Record<string, string>) => [title, status]);
  expect(statuses).toEqual([
    ['overruns its time limit', 'failed'],
    ['comes after it', 'passed'],
  ]);
});

test.each(['SIGTERM', 'SIGINT'] as const)('a suite that is stopped by %s leaves no process behind', async (signal) => {
  const runner = spawn(
    process.execPath,
    [
      '-e',
      "import('./bin/jest.mjs').then(({ runTests }) => runTests())",
      '--',
      '--testMatch',
      '<rootDir>/tests/support/leftover.fixture.ts',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const [pid] = await once(createInterface(runner.stderr), 'line');
  runner.kill(signal);
  await once(runner, 'exit');
  await until(() => !existsSync(`/proc/${pid}`));
});
