import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { closeDatabase, db, openDatabase, transaction } from '../../db';
import { companies } from '../../db/schema';
import { changeProfile } from '../../lib/profile';
import { findActiveSession } from '../../lib/sessions';
import { signIn } from '../../lib/sign-in';
import { Unavailable } from '../../lib/unavailable';
import { newDatabase, runSql, type TestDatabase } from '../support/database';
import { eventTypes } from '../support/events';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from '../support/people';
import { type DatabaseProxy, startProxy } from './proxy';

let database: TestDatabase;
let proxy: DatabaseProxy;

beforeEach(async () => {
  database = await newDatabase();
  proxy = await startProxy(database.url);
  openDatabase(proxy.url, 2);
});
afterEach(async () => {
  proxy.serves();
  await closeDatabase();
  await proxy.stop();
  await database.remove();
});

async function alice() {
  const user = await createPerson('alice');
  const value = await signInAs(user);
  const session = await createSession(user);
  const chooses = (language: string) => changeProfile(session, { language, currentPassword: '' }, CLIENT);
  return { ...user, value, chooses };
}

/** Runs a statement without the proxy. @returns how to release its locks */
async function directly(statement: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(statement);
  return async () => {
    await client.query('COMMIT');
    await client.end();
  };
}

async function countLockWaiters(): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const isWaiting = "datname = current_database() AND wait_event_type = 'Lock'";
  const { rows } = await client.query(`SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE ${isWaiting}`);
  await client.end();
  return rows[0].waiting;
}

test('while the database is gone sessions and sign-ins are unavailable, and once it is back they work', async () => {
  const { username, value, chooses } = await alice();
  proxy.cuts();
  await expect(findActiveSession(value)).rejects.toThrow(Unavailable);
  await expect(chooses('de')).rejects.toThrow(Unavailable);
  await expect(signIn({ username, password: PASSWORD }, CLIENT)).rejects.toThrow(Unavailable);
  proxy.serves();
  expect(await findUser(username)).toMatchObject({ language: 'en' });
  expect((await findActiveSession(value))?.user.username).toBe(username);
  expect(await chooses('de')).toMatchObject({ ok: true });
});

test("a call to a database that doesn't answer times out", async () => {
  const { username, value, chooses } = await alice();
  proxy.stalls();
  await Promise.all([
    expect(findActiveSession(value)).rejects.toThrow(Unavailable),
    expect(chooses('de')).rejects.toThrow(Unavailable),
  ]);
  proxy.serves();
  expect(await findUser(username)).toMatchObject({ language: 'en' });
  expect(await chooses('de')).toMatchObject({ ok: true });
});

test("a slow statement times out, and isn't executed later", async () => {
  const { username, chooses } = await alice();
  const unlock = await directly('LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
  await expect(chooses('de')).rejects.toThrow(Unavailable);
  await unlock();
  expect(await findUser(username)).toMatchObject({ language: 'en' });
});

test('while every connection is in use, further calls are unavailable and the pending ones finish', async () => {
  const { username, value, chooses } = await alice();
  const unlock = await directly('LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
  const taken = [chooses('de'), chooses('de')];
  while ((await countLockWaiters()) < taken.length);
  await expect(findActiveSession(value)).rejects.toThrow(Unavailable);
  await unlock();
  expect(await Promise.all(taken)).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await findUser(username)).toMatchObject({ language: 'de' });
});

test('a call after a database restart succeeds', async () => {
  const { username, value } = await alice();
  const end = await directly(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await end();
  const found = await findActiveSession(value).catch(() => findActiveSession(value));
  expect(found?.user.username).toBe(username);
});

test.each(['update "users"', 'insert into "events"', 'COMMIT'])(
  'a connection that is cut before the database reads %s leaves nothing done',
  async (statement) => {
    const { id, chooses, username } = await alice();
    proxy.cutsAt(statement, 'before');
    await expect(chooses('de')).rejects.toThrow(Unavailable);
    expect(await findUser(username)).toMatchObject({ language: 'en' });
    expect(await eventTypes(id)).not.toContain('language-changed');
    expect(await chooses('de')).toMatchObject({ ok: true });
  },
);

test('a commit whose answer is lost is recognized, and not repeated', async () => {
  const { id, username, chooses } = await alice();
  proxy.cutsAt('COMMIT', 'after');
  expect(await chooses('de')).toMatchObject({ ok: true });
  expect(await findUser(username)).toMatchObject({ language: 'de' });
  expect((await eventTypes(id)).filter((type) => type === 'language-changed')).toHaveLength(1);
});

test('a connection that does not answer is closed, and the next call gets a new one', async () => {
  await closeDatabase();
  openDatabase(proxy.url, 1);
  const { username, chooses } = await alice();
  proxy.cutsAt('update "users"', 'mute');
  await expect(chooses('de')).rejects.toThrow(Unavailable);
  expect(await findUser(username)).toMatchObject({ language: 'en' });
  expect(await chooses('de')).toMatchObject({ ok: true });
});

test('a database without a free connection is unavailable until there is one', async () => {
  const role = `limited-${randomUUID()}`;
  const name = new URL(database.url).pathname.slice(1);
  const limit = (connections: number) =>
    runSql(database.url, `ALTER DATABASE "${name}" CONNECTION LIMIT ${connections}`);
  const { username } = await alice();
  await closeDatabase();
  await runSql(database.url, `CREATE ROLE "${role}" LOGIN; GRANT pg_read_all_data TO "${role}"`); // limits don't apply to superusers
  await limit(0);
  openDatabase(database.url.replace('portrait@', `${role}@`));
  await expect(findUser(username)).rejects.toThrow(Unavailable);
  await limit(-1);
  expect(await findUser(username)).toMatchObject({ username });
  await closeDatabase();
  await runSql(database.url, `DROP ROLE "${role}"`);
});

test('the server itself ends slow statements and stalled transactions', async () => {
  const setting = (name: string) => sql<string>`current_setting(${name})`;
  const timeouts = {
    statement: setting('statement_timeout'),
    transaction: setting('idle_in_transaction_session_timeout'),
  };
  const [found] = await db().select(timeouts).from(companies).rightJoin(sql`(SELECT 1) AS one`, sql`true`);
  expect(found).toEqual({ statement: '5s', transaction: '10s' });
});

test("text with a NUL, which PostgreSQL can't store, matches nothing", async () => {
  const outcome = await signIn({ username: 'ali\0ce@example.com', password: 'wrong\0' }, CLIENT);
  expect(outcome).toMatchObject({ ok: false, error: 'sign-in.errors.wrong' });
  expect(await findActiveSession('\0')).toBeUndefined();
});

test('only a change that may be lost is committed before it is on the disk', async () => {
  await closeDatabase();
  openDatabase(`${database.url}?options=-c%20synchronous_commit%3Don`); // the server of the tests has it off
  await createPerson('alice');
  const setting = sql<string>`current_setting('synchronous_commit')`;
  const during = (mayBeLost: boolean) =>
    transaction((on) => on.select({ setting }).from(companies), undefined, { mayBeLost });
  const settings = [await during(false), await during(true), await during(false)]; // over one connection
  expect(settings).toEqual([{ setting: 'on' }, { setting: 'off' }, { setting: 'on' }]);
});
