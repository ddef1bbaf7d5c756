import { copyFileSync, existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { checkDatabase, closeDatabase, type Database, db, migrateDatabase, openDatabase, transaction } from '../../db';
import { UnusableDatabase } from '../../db/errors';
import { insertSession } from '../../db/sessions';
import { setClock } from '../../lib/adapters/clock';
import { changeProfile } from '../../lib/profile';
import { findActiveSession } from '../../lib/sessions';
import { signIn } from '../../lib/sign-in';
import { Unavailable } from '../../lib/unavailable';
import { newFolder, removeFolder } from '../support/folder';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from '../support/people';
import { picture } from '../support/scenes';
import { locked } from './lock';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = newFolder();
  file = join(folder, 'portrait.db');
  await opens();
});
afterEach(() => {
  setClock(Date.now);
  closeDatabase();
  removeFolder(folder);
});

/** Opens the database like a start. */
async function opens(): Promise<void> {
  openDatabase(`file:${file}`);
  await checkDatabase();
  await migrateDatabase();
}

/** Why the database isn't opened. The file must stay unchanged. */
async function refusal(): Promise<string> {
  const before = existsSync(file) ? readFileSync(file) : undefined;
  const error = await opens().catch((error) => error);
  closeDatabase();
  expect(error).toBeInstanceOf(UnusableDatabase);
  expect(existsSync(file) ? readFileSync(file) : undefined).toEqual(before);
  return error.message.replaceAll(file, 'FILE');
}

const alter = (change: (sqlite: Sqlite.Database) => void) => {
  closeDatabase();
  const sqlite = new Sqlite(file);
  change(sqlite);
  sqlite.close();
};

describe('a start names the file and is refused if it', () => {
  test('is garbage', async () => {
    closeDatabase();
    writeFileSync(file, 'Lorem ipsum dolor sit amet. '.repeat(1000));
    expect(await refusal()).toMatch(/^The database FILE is not an SQLite database\./);
  });

  test('is empty', async () => {
    closeDatabase();
    truncateSync(file);
    expect(await refusal()).toMatch(/^The database FILE is empty\./);
  });

  test('was cut short', async () => {
    await createPerson('alice');
    closeDatabase();
    truncateSync(file, 40_960);
    expect(await refusal()).toMatch(/^The database FILE is damaged\./);
  });

  test('has a damaged page', async () => {
    await createPerson('alice');
    closeDatabase();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, bytes.length - 8192);
    writeFileSync(file, bytes);
    expect(await refusal()).toMatch(/^The database FILE is damaged\./);
  });

  test("is another program's", async () => {
    alter((sqlite) => sqlite.exec('DROP TABLE __drizzle_migrations'));
    expect(await refusal()).toMatch(/^The database FILE is another program's\./);
  });

  test('belongs to another program that uses drizzle', async () => {
    alter((sqlite) => sqlite.exec('UPDATE __drizzle_migrations SET created_at = created_at + 1'));
    expect(await refusal()).toMatch(/^The database FILE is another program's\./);
  });

  test('is of a later release', async () => {
    alter((sqlite) => sqlite.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 9e15)"));
    expect(await refusal()).toMatch(/^The database FILE is of a later release of Portrait\./);
  });

  test('is missing while its -wal is still there', async () => {
    const wal = readFileSync(`${file}-wal`);
    closeDatabase();
    renameSync(file, `${file}.elsewhere`);
    writeFileSync(`${file}-wal`, wal);
    expect(await refusal()).toMatch(/^The database FILE is gone, and FILE-wal has changes that belong in it\./);
    expect(existsSync(file)).toBe(false);
    expect(readFileSync(`${file}-wal`)).toEqual(wal);
  });

  test('is a folder', async () => {
    closeDatabase();
    file = folder;
    await expect(opens()).rejects.toThrow(UnusableDatabase);
  });
});

describe('while another process holds the lock', () => {
  test('people can read, and writes are refused as unavailable and change nothing', async () => {
    const alice = await createPerson('alice');
    const value = await signInAs(alice);
    const unlock = await locked(file);
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
    const unlock = await locked(file);
    setClock(() => Date.now() + 3_600_000);
    expect(await findActiveSession(value)).toBeDefined();
    await unlock();
  });

  test("an expired session is refused although it can't be deleted", async () => {
    const value = await signInAs(await createPerson('alice'));
    const unlock = await locked(file);
    setClock(() => Date.now() + 8 * 24 * 3_600_000);
    expect(await findActiveSession(value)).toBeUndefined();
    await unlock();
  });

  test('a write waits for a lock without blocking the process', async () => {
    const session = await createSession(await createPerson('alice'));
    const unlock = await locked(file);
    const change = changeProfile(session, { language: 'de', currentPassword: '' }, CLIENT);
    await unlock(); // which would never come if the write blocked this process
    expect((await change).ok).toBe(true);
  });

  test('a start succeeds if it has nothing to write', async () => {
    closeDatabase();
    const unlock = await locked(file);
    await opens();
    await unlock();
  });
});

const orm = () => db() as Database & Pick<BetterSQLite3Database, 'get' | 'run'>;

test('a commit waits for the disk', async () => {
  expect(orm().get(sql`PRAGMA synchronous`)).toEqual({ synchronous: 2 }); // FULL: https://sqlite.org/pragma.html
});

test('a session without a user is refused', async () => {
  await closeDatabase();
  await opens(); // a migration turns foreign keys on itself; a second start has none
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
  renameSync(file, `${file}.elsewhere`);
  await expect(findActiveSession(value)).rejects.toThrow(Unavailable);
  await expect(signIn({ username: alice.username, password: PASSWORD }, CLIENT)).rejects.toThrow(Unavailable);
  copyFileSync(`${file}.elsewhere`, file);
  await expect(findActiveSession(value)).rejects.toThrow(Unavailable);
  renameSync(`${file}.elsewhere`, file);
  expect(await findActiveSession(value)).toBeDefined();
});

test('a database that is overwritten while it is open serves nothing', async () => {
  const alice = await createPerson('alice');
  await db().query.users.findMany();
  closeDatabase();
  openDatabase(`file:${file}`);
  writeFileSync(file, 'Lorem ipsum dolor sit amet. '.repeat(5000));
  await expect(findUser(alice.username)).rejects.toThrow(Unavailable);
});
