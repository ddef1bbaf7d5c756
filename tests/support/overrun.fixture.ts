import { setTimeout } from 'node:timers/promises';

/** Run by tests/suite.test.ts: a test that overruns its time limit, and the next one. */
const settled: string[] = [];

test('overruns its time limit', async () => {
  await setTimeout(300);
  settled.push('overrun');
}, 100);

test('comes after it', () => {
  expect(settled).toEqual(['overrun']);
});
