import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { closeDatabase, openDatabase } from '../../db';
import type { Browser } from '../support/browser';
import { command, type Ended, waitForExit } from '../support/command';
import { findUser } from '../support/people';
import { enableTwoFactorOf, newPerson, newSignedInPerson, picture, signIn } from '../support/scenes';
import { startOwnServer } from '../support/server';
import { until } from '../support/until';

const portrait = startOwnServer();

let made = 0;

function newPath(): string {
  made += 1;
  return join(dirname(portrait().file), `backup-${made}.db`);
}

const backsUp = (to: string) => waitForExit(command('backup', [to], portrait().database));
const restores = (from: string) => waitForExit(command('restore', [from], portrait().database));

async function backup(): Promise<string> {
  const copy = newPath();
  expect(await backsUp(copy)).toEqual({
    code: 0,
    out: `Backed up ${portrait().file} to ${copy}, and checked the copy.\n`,
    err: '',
  });
  return copy;
}

/** Reads a database file with SQLite, without Portrait's code. */
function read<Result>(file: string, look: (sqlite: Sqlite.Database) => Result): Result {
  const sqlite = new Sqlite(file);
  try {
    return look(sqlite);
  } finally {
    sqlite.close();
  }
}

/** Keeps changing the language until stopped. @returns how many changes have been acknowledged */
function changesOnAndOn(page: Browser) {
  let acknowledged = 0;
  let stopped = false;
  const done = (async () => {
    while (!stopped) {
      await page.opens('/en/profile');
      await page.submits('profile', { language: page.value('language') === 'de' ? 'fr' : 'de' });
      expect(page.statuses[0]).toBe(303);
      acknowledged += 1;
    }
  })();
  return {
    acknowledged: () => acknowledged,
    stop: () => {
      stopped = true;
      return done;
    },
  };
}

test('a backup under load has every change that was acknowledged before it started, and no half changes', async () => {
  const [one] = await newSignedInPerson(portrait());
  await one.submits('profile', { avatar: await picture() });
  const people = await Promise.all([newSignedInPerson(portrait()), newSignedInPerson(portrait())]);
  const writers = people.map(([page]) => changesOnAndOn(page));
  await until(() => writers.every(({ acknowledged }) => acknowledged() >= 3));
  const before = writers.map(({ acknowledged }) => acknowledged());
  const copy = await backup();
  await Promise.all(writers.map(({ stop }) => stop()));
  read(copy, (sqlite) => {
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    for (const [at, [, { id }]] of people.entries()) {
      const changes = sqlite
        .prepare("SELECT count(*) FROM events WHERE type = 'language-changed' AND user_id = ?")
        .pluck()
        .get(id) as number;
      const language = sqlite.prepare('SELECT language FROM users WHERE id = ?').pluck().get(id);
      expect(changes).toBeGreaterThanOrEqual(before[at] as number);
      expect([changes % 2, language]).toEqual(changes % 2 === 1 ? [1, 'de'] : [0, 'fr']);
    }
    expect(sqlite.prepare('SELECT count(*) FROM avatars').pluck().get()).toBe(3);
  });
});

test("a backup says that the server's own secret has to be copied as well, unless AUTH_SECRET is set", async () => {
  const advised = async (env: Record<string, string>) =>
    (await waitForExit(command('backup', [newPath()], portrait().database, { env }))).out.includes('auth-secret');
  expect(await advised({ AUTH_SECRET: '' })).toBe(true);
  expect(await advised({})).toBe(false);
});

test('a large backup shows its progress on stderr, apart from what it says in the end', async () => {
  const [large, copy] = [await backup(), newPath()];
  const sqlite = new Sqlite(large);
  sqlite.exec('UPDATE users SET role = hex(zeroblob(4500000))');
  sqlite.close();
  const { code, out, err } = await waitForExit(command('backup', [copy], `file:${large}`));
  expect([code, out]).toEqual([0, `Backed up ${large} to ${copy}, and checked the copy.\n`]);
  expect(err).toMatch(/^(Copied \d0 %\n)+$/);
});

test.each([
  ['backup', (taken: string) => backsUp(taken), 'already exists. Choose another name.'],
  ['restore', () => restores(newPath()), 'does not exist. Give the path of a backup.'],
])('a %s that fails exits 1 and says why', async (_, fails, why) => {
  const { code, out, err } = await fails(await backup());
  expect([code, out, err]).toEqual([1, '', expect.stringContaining(why)]);
});

test('a restore is refused while a server runs, and changes nothing', async () => {
  const copy = await backup();
  const { username } = await newPerson();
  closeDatabase(); // only the server may have it open
  const { code, err } = await restores(copy);
  openDatabase(portrait().database);
  expect([code, err]).toEqual([
    1,
    `The database ${portrait().file} is in use. Stop Portrait first; nothing was changed.\n`,
  ]);
  expect((await signIn(portrait(), username)).path).toBe('/en/profile');
});

async function restoresStopped(from: string): Promise<Ended> {
  await portrait().kill('SIGTERM');
  try {
    return await restores(from);
  } finally {
    await portrait().restart();
  }
}

test('a restore brings back the backup, keeps the old database and ends all sessions', async () => {
  const [page, { username }] = await newSignedInPerson(portrait());
  const copy = await backup();
  await page.submits('profile', { language: 'es' });
  const { code, out } = await restoresStopped(copy);
  expect([code, out]).toEqual([0, expect.stringContaining(`Restored ${portrait().file} from ${copy}.`)]);
  expect(await findUser(username)).toMatchObject({ language: 'en' });
  expect((await page.opens('/en/profile')).path).toBe('/en/sign-in?next=%2Fen%2Fprofile');
  expect((await signIn(portrait(), username)).path).toBe('/en/profile');
  const [, kept = ''] = out.match(/The old database is kept as (.+)\./) ?? [];
  const ofUser = (sqlite: Sqlite.Database) =>
    sqlite.prepare('SELECT language FROM users WHERE username = ?').pluck().get(username);
  expect(read(kept, ofUser)).toBe('es');
});

test('a restore says how many authenticators stop working under another auth-secret', async () => {
  await enableTwoFactorOf(await newPerson());
  const [page] = await newSignedInPerson(portrait()); // whose set-up is not done
  await page.opens('/en/two-factor');
  await page.submits('two-factor-start', { currentPassword: 'gravel mountain tea' });
  const copy = await backup();
  const child = command('restore', [copy], `file:${newPath()}`, {
    env: { AUTH_SECRET: 'another secret of 32 bytes or more' },
  });
  expect(await waitForExit(child)).toMatchObject({
    code: 0,
    err: expect.stringContaining('authenticators of 1 people'),
  });
  const moved = newPath();
  const missing = await waitForExit(command('restore', [copy], `file:${moved}`, { env: { AUTH_SECRET: '' } }));
  const file = join(dirname(moved), 'auth-secret');
  expect([missing.code, missing.err]).toEqual([0, expect.stringContaining(`${file} is missing`)]);
  expect(existsSync(file)).toBe(false);
});

test('a restore under another auth-secret also warns if only applications are hit', async () => {
  const copy = await backup();
  read(copy, (sqlite) => sqlite.exec('DELETE FROM users'));
  expect(await waitForExit(command('app', ['rotate-keys'], `file:${copy}`))).toMatchObject({ code: 0 });
  const env = { AUTH_SECRET: 'another secret of 32 bytes or more' };
  const { code, err } = await waitForExit(command('restore', [copy], `file:${newPath()}`, { env }));
  expect([code, err]).toEqual([
    0,
    expect.stringMatching(/authenticators of 0 people don't work, and [1-9]\d* signing/),
  ]);
});
