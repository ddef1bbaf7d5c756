import { launchServer } from './server';

/** Run by tests/web/leftover-servers.test.ts: leaves servers running, and prints their process ids. */
async function leavesServer(): Promise<void> {
  const portrait = await launchServer();
  process.stderr.write(`${portrait.process().pid}\n`);
}

test('fails', async () => {
  await leavesServer();
  throw new Error('as planned');
});

test('overruns its time limit', leavesServer, 1);

test('waits to be killed', async () => {
  await leavesServer();
  await new Promise(() => {});
});
