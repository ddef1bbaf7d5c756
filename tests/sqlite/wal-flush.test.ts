import { fdatasync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { NO_WRITE, transaction } from '../../db';
import { countAttempt } from '../../db/rate-limits';
import { updateSession } from '../../db/sessions';
import { log } from '../../lib/adapters/log';
import { findDuplicate, renewValue, type SentForm } from '../../lib/duplicate-form';
import { confirmTwoFactor } from '../../lib/two-factor';
import { Unavailable } from '../../lib/unavailable';
import { codeOf } from '../support/authenticator';
import { useDatabase } from '../support/database';
import { CLIENT, createPerson, createSession } from '../support/people';
import { startEnrolment } from '../support/two-factor';

jest.mock('node:fs', () => {
  const fs = jest.requireActual('node:fs');
  return { ...fs, fdatasync: jest.fn(fs.fdatasync) };
});

/** Flushes that a failed test leaves open; the database waits for them when it closes. */
let begun: ((error: Error | null) => void)[] = [];

afterEach(() => {
  jest.mocked(fdatasync).mockImplementation(jest.requireActual('node:fs').fdatasync);
  for (const done of begun) done(null);
});

const database = useDatabase();

const BUSY = new Unavailable().message;

/** A disk that finishes a flush only when told to. */
function slowDisk() {
  begun = [];
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

test('the second copy of a form waits until the change of the first is on the disk; the first does not wait again', async () => {
  const session = await createSession(await createPerson('alice'));
  const sent: SentForm = { form: 'profile', entries: [], client: CLIENT };
  const { value, change } = renewValue(session, sent);
  const disk = slowDisk();
  const saved = transaction((on) => updateSession(on, session.id, change));
  const answers: Record<string, string | undefined> = {};
  const answer = async (copy: string, own?: string) => {
    answers[copy] = await findDuplicate(session, sent, own);
  };
  const answered = [answer('first', value), answer('second')];
  await turns();
  expect(answers).toEqual({ first: value });
  await disk.finish();
  await disk.finish();
  await Promise.all([saved, ...answered]);
  expect(answers).toEqual({ first: value, second: value });
});

test('a form with a code waits for the disk once, not for the count of its attempt', async () => {
  const { session, secret } = await startEnrolment();
  jest.mocked(fdatasync).mockClear();
  expect(await confirmTwoFactor(session, { code: codeOf(secret) }, CLIENT)).toMatchObject({ ok: true });
  expect(fdatasync).toHaveBeenCalledTimes(1);
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
