import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { isRunning } from '../support/running';
import { until } from '../support/until';

/** Starts a soak and collects what it prints. */
function soak(options: string[], env: Record<string, string> = {}): { child: ChildProcess; lines: string[] } {
  const lines: string[] = [];
  const child = spawn(process.execPath, ['bin/soak.mjs', ...options], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout) createInterface(child.stdout).on('line', (line) => lines.push(line));
  return { child, lines };
}

const serverIn = (lines: string[]) => Number(lines.map((line) => /process (\d+)/.exec(line)?.[1]).find(Boolean));

test('a soak notices a server that leaks with every request', async () => {
  const leak = pathToFileURL(resolve('tests/support/leak.fixture.mjs')).href;
  const { child, lines } = soak(['--minutes', '0.25', '--rate', '8'], {
    NODE_OPTIONS: `--import=${leak}`,
    LEAKED_BYTES: '1200000', // enough for a quarter of a minute; tests/growth.test.ts has 30 KB
  });
  const [code] = await once(child, 'exit');
  expect([code, lines.at(-1)]).toEqual([1, expect.stringMatching(/^GROWS: .*heap/)]);
  expect(isRunning(serverIn(lines))).toBe(false);
});

test.each(['SIGTERM', 'SIGINT'] as const)('a soak that is stopped by %s leaves no server running', async (signal) => {
  const { child, lines } = soak(['--minutes', '5']);
  await until(() => serverIn(lines));
  child.kill(signal);
  await once(child, 'exit');
  await until(() => !isRunning(serverIn(lines)));
});
