import { log } from '../lib/adapters/log';
import { repeat, retryDelayMs } from '../lib/background';
import { Unavailable } from '../lib/unavailable';

test('a task is repeated after an error, which is logged unless the database is unavailable', async () => {
  const error = jest.spyOn(log, 'error').mockImplementation(() => {});
  const stop = new AbortController();
  const runs: (Error | undefined)[] = [new Error('a bug'), new Unavailable(), undefined];
  let waits = 0;
  const task = async () => {
    const failure = runs.shift();
    if (failure) throw failure;
  };
  const wait = async () => {
    waits += 1;
    if (waits === 3) stop.abort();
  };
  await repeat(task, { stop: stop.signal, wait, failure: 'It failed.' });
  expect([runs, waits]).toEqual([[], 3]);
  expect(error.mock.calls).toEqual([[expect.objectContaining({ message: 'a bug' }), 'It failed.']]);
  error.mockRestore();
});

test('a wait begins with the first one, doubles with each failure, and has a longest', () => {
  const limits = { firstMs: 30, longestMs: 100 };
  expect([1, 2, 3, 4, 1000].map((failures) => retryDelayMs(failures, limits))).toEqual([30, 60, 100, 100, 100]);
});
