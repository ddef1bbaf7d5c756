import { spawn } from 'node:child_process';

/** Run by tests/suite.test.ts: leaves a process behind, prints its id, and never ends. */
test('leaves a process behind', async () => {
  const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  process.stderr.write(`${left.pid}\n`);
  await new Promise(() => {});
});
