import { fdatasync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { NO_WRITE, transaction } from '../../db';
import { countAttempt } from '../../db/rate-limits';
import { log } from '../../lib/adapters/log';
import { Unavailable } from '../../lib/unavailable';
import { useDatabase } from '../support/database';

jest.mock('node:fs', () => {
  const fs = jest.requireActual('node:fs');
  return { ...fs, fdatasync: jest.fn(fs.fdatasync) };
});

const database = useDatabase();

const BUSY = new Unavailable().message;

/** A disk that finishes a flush only when told to. */
function slowDisk() {
  const begun: ((error: Error | null) => void)[] = [];
  jest.mocked(fdatasync).mockImplementation((_, done) => begun.push(done));
  const finish = async (error: Error | null = null) => {
    begun.shift()?.(error);
    await turns();
  };
  return { begun, finish };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
}

const LIMIT = { free: 5, firstWait: 1, longestWait: 1, forgetAfter: 1 };

/** @returns what has happened so far */
function change(key: string, options = {}): { state: string } {
  const seen = { state: 'waits' };
  transaction(
    (on) => countAttempt(on, key, 0, LIMIT),
    () => [],
    options,
  ).then(
    () => Object.assign(seen, { state: 'done' }),
    (error) => Object.assign(seen, { state: error.message }),
  );
  return seen;
}

test('a change waits for the disk, unless its loss would harm nobody', async () => {
  const disk = slowDisk();
  const [one, lossy] = [change('one'), change('lossy', { mayBeLost: true })];
  await turns();
  expect([one.state, lossy.state, disk.begun.length]).toEqual(['waits', 'done', 1]);
  await disk.finish();
  expect(one.state).toBe('done');
});

test('changes that are made during a flush share the next one', async () => {
  const disk = slowDisk();
  const first = change('first');
  await turns();
  const others = [change('second'), change('third')];
  await turns();
  expect(disk.begun).toHaveLength(1);
  await disk.finish();
  expect([first, ...others].map(({ state }) => state)).toEqual(['done', 'waits', 'waits']);
  expect(disk.begun).toHaveLength(1);
  await disk.finish();
  expect(others.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(disk.begun).toHaveLength(0);
});

test('a change that finds nothing to do waits for the one that left it nothing', async () => {
  const disk = slowDisk();
  const first = change('one');
  const isRefused = transaction(() => NO_WRITE);
  let isAnswered = false;
  isRefused.then(() => {
    isAnswered = true;
  });
  await turns();
  expect([first.state, isAnswered]).toEqual(['waits', false]);
  await disk.finish();
  await disk.finish();
  expect(await isRefused).toBeUndefined();
});

test('after a failed flush, changes count once the database file has them', async () => {
  const logged = jest.spyOn(log, 'error').mockImplementation(() => {});
  const disk = slowDisk();
  const first = change('first');
  await turns();
  const reader = new Sqlite(database().url.replace(/^file:/, ''));
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM rate_limits').get(); // keeps the log from being copied whole
  await disk.finish(new Error('EIO'));
  const second = change('second');
  await turns();
  expect([first.state, second.state, disk.begun.length]).toEqual([BUSY, BUSY, 0]);
  reader.close();
  const third = change('third');
  await turns();
  expect([third.state, disk.begun.length]).toEqual(['done', 0]);
  change('fourth');
  await turns();
  expect(disk.begun).toHaveLength(1);
  await disk.finish();
  expect(logged.mock.calls.map(([error]) => (error as unknown as Error).message)).toEqual(['EIO']);
  logged.mockRestore();
});
