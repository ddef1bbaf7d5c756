import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { closeDatabase, type Database, db, openDatabase, transaction } from '../../db';
import { insertSession } from '../../db/sessions';
import { setClock } from '../../lib/adapters/clock';
import { changeProfile } from '../../lib/profile';
import { findActiveSession } from '../../lib/sessions';
import { signIn } from '../../lib/sign-in';
import { Unavailable } from '../../lib/unavailable';
import { useDatabase } from '../support/database';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from '../support/people';
import { picture } from '../support/scenes';
import { locked } from './lock';
import { openAtStart } from './open';

const database = useDatabase();

const file = () => database().url.replace(/^file:/, '');

describe('while another process holds the lock', () => {
  test('people can read, and writes are refused as unavailable and change nothing', async () => {
    const alice = await createPerson('alice');
    const value = await signInAs(alice);
    const unlock = await locked(file());
    const session = await findActiveSession(value);
    expect(session?.user).toEqual({ ...alice, lastSeenAt: expect.any(Number) });
    if (!session) throw new Error('no session');
    await expect(changeProfile(session, { language: 'de', currentPassword: '' }, CLIENT)).rejects.toThrow(Unavailable);
    await expect(signIn({ username: alice.username, password: PASSWORD }, CLIENT)).rejects.toThrow(Unavailable);
    await unlock();
    expect(await findUser(alice.username)).toEqual(alice);
    expect((await changeProfile(session, { language: 'de', currentPassword: '' }, CLIENT)).ok).toBe(true);
  });

  test("a session is found although its last use can't be written", async () => {
    const value = await signInAs(await createPerson('alice'));
    const unlock = await locked(file());
    setClock(() => Date.now() + 3_600_000);
    expect(await findActiveSession(value)).toBeDefined();
    await unlock();
  });

  test("an expired session is refused although it can't be deleted", async () => {
    const value = await signInAs(await createPerson('alice'));
    const unlock = await locked(file());
    setClock(() => Date.now() + 8 * 24 * 3_600_000);
    expect(await findActiveSession(value)).toBeUndefined();
    await unlock();
  });

  test('a write waits for a lock without blocking the process', async () => {
    const session = await createSession(await createPerson('alice'));
    const unlock = await locked(file());
    const change = changeProfile(session, { language: 'de', currentPassword: '' }, CLIENT);
    await unlock(); // which would never come if the write blocked this process
    expect((await change).ok).toBe(true);
  });

  test('a start succeeds if it has nothing to write', async () => {
    closeDatabase();
    const unlock = await locked(file());
    await openAtStart(file());
    await unlock();
  });
});

const orm = () => db() as Database & Pick<BetterSQLite3Database, 'get' | 'run'>;

test('a session without a user is refused', async () => {
  await closeDatabase();
  await openAtStart(file()); // a migration turns foreign keys on itself; a second start has none
  const session = {
    id: 's',
    valueHash: 'v',
    userId: 'nobody',
    createdAt: 0,
    lastUsedAt: 0,
    address: '',
    userAgent: '',
  };
  await expect(transaction((on) => insertSession(on, session))).rejects.toThrow('FOREIGN KEY');
});

test('a file that cannot grow can be read, refuses writes as unavailable, and recovers', async () => {
  const session = await createSession(await createPerson('alice'));
  const { page_count: pages } = orm().get(sql`PRAGMA page_count`) as { page_count: number };
  orm().run(sql.raw(`PRAGMA max_page_count = ${pages}`));
  let changes = 0;
  const change = async () => {
    changes += 1;
    const avatar = await picture('me.png', { colour: `rgb(${changes % 256}, 0, 0)` });
    return changeProfile(session, { avatar, currentPassword: '' }, CLIENT);
  };
  const fill = async () => {
    for (;;) expect((await change()).ok).toBe(true);
  };
  await expect(fill()).rejects.toThrow(Unavailable);
  expect(await findUser('alice@example.com')).toBeDefined();
  orm().run(sql.raw(`PRAGMA max_page_count = ${pages + 1000}`));
  expect((await change()).ok).toBe(true);
});

test('a database that was moved away serves nothing, not even from memory, until it is back', async () => {
  const alice = await createPerson('alice');
  const value = await signInAs(alice);
  await setImmediate(); // the queries of one turn of the event loop share a stat
  renameSync(file(), `${file()}.elsewhere`);
  await expect(findActiveSession(value)).rejects.toThrow(Unavailable);
  await expect(signIn({ username: alice.username, password: PASSWORD }, CLIENT)).rejects.toThrow(Unavailable);
  copyFileSync(`${file()}.elsewhere`, file());
  await expect(findActiveSession(value)).rejects.toThrow(Unavailable);
  renameSync(`${file()}.elsewhere`, file());
  expect(await findActiveSession(value)).toBeDefined();
});

test('a database that is overwritten while it is open serves nothing', async () => {
  const alice = await createPerson('alice');
  await db().query.users.findMany();
  closeDatabase();
  openDatabase(`file:${file()}`);
  writeFileSync(file(), 'Lorem ipsum dolor sit amet. '.repeat(5000));
  await expect(findUser(alice.username)).rejects.toThrow(Unavailable);
});
