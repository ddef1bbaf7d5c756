import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  type Stats,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { closeDatabase, db, migrateDatabase, openDatabase, transaction } from '../../db';
import { UnusableDatabase } from '../../db/errors';
import { backUp } from '../../db/sqlite/backup';
import { restore } from '../../db/sqlite/restore';
import { createLink } from '../../lib/links';
import { queueMail } from '../../lib/mail';
import { issueChallenge } from '../../lib/passkey-challenges';
import { signIn } from '../../lib/sign-in';
import { newFolder, removeFolder } from '../support/folder';
import { CLIENT, createPerson, findUser, PASSWORD, signInAs } from '../support/people';

let folder: string;
let file: string;
let copy: string;

beforeEach(async () => {
  folder = newFolder();
  file = join(folder, 'portrait.db');
  copy = join(folder, 'copy.db');
  openDatabase(`file:${file}`);
  await migrateDatabase();
  await createPerson('alice');
});
afterEach(() => {
  closeDatabase();
  removeFolder(folder);
});

const databases = () => readdirSync(folder).filter((name) => name !== 'portrait.db-last-event');

const backsUp = (progress: (share: number) => void = () => {}) => backUp(file, copy, progress);

test('a backup is a single file that only its owner can read', async () => {
  const shares: number[] = [];
  const modes = new Set<number>();
  const noteMode = (path: string) => modes.add(statSync(path).mode & 0o777);
  await backsUp((share) => {
    shares.push(share);
    noteMode(`${copy}.${process.pid}.unfinished`);
  });
  noteMode(copy);
  closeDatabase();
  expect(databases()).toEqual(['copy.db', 'portrait.db']);
  expect([shares.length > 0, ...modes]).toEqual([true, 0o600]);
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
});

test('a backup overwrites nothing, not even what appears while it is made', async () => {
  const appears = () => writeFileSync(copy, 'something else');
  await expect(backsUp(appears)).rejects.toThrow(`${copy} already exists`);
  expect(databases()).toEqual(['copy.db', 'portrait.db', 'portrait.db-shm', 'portrait.db-wal']);
  await expect(backsUp()).rejects.toThrow(`${copy} already exists`);
  expect(readFileSync(copy, 'utf8')).toBe('something else');
});

test('a backup of a missing database says so and creates none', async () => {
  file = join(folder, 'nothing.db');
  await expect(backsUp()).rejects.toThrow(`The database ${file} does not exist.`);
  expect(existsSync(file)).toBe(false);
});

test('a backup of a damaged database says so and leaves no copy', async () => {
  closeDatabase();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xa5, bytes.length - 8192));
  await expect(backsUp()).rejects.toThrow(`The database ${file} is damaged.`);
  expect(databases()).toEqual(['portrait.db']);
});

test('a restore replaces an unreadable database and keeps it', async () => {
  await backsUp();
  closeDatabase();
  writeFileSync(file, 'Lorem ipsum');
  expect(readFileSync(restore(copy, file) ?? '', 'utf8')).toBe('Lorem ipsum');
  openDatabase(`file:${file}`);
  expect(await findUser('alice@example.com')).toBeDefined();
});

test.each([
  ['is overwritten', 28_000],
  ['is empty', 0],
  ['is one byte long', 1],
])('a restore sets the -wal of a database that %s aside with it', async (_, size) => {
  await backsUp();
  closeDatabase(); // moves what the -wal had into the file
  openDatabase(`file:${file}`);
  await createPerson('bob');
  const wal = readFileSync(`${file}-wal`);
  closeDatabase();
  writeFileSync(file, 'Lorem ipsum dolor sit amet. '.repeat(1000).slice(0, size));
  writeFileSync(`${file}-wal`, wal);
  expect(() => openDatabase(`file:${file}`)).toThrow(UnusableDatabase);
  const kept = restore(copy, file);
  expect(readFileSync(`${kept}-wal`)).toEqual(wal);
  openDatabase(`file:${file}`);
  expect(await findUser('alice@example.com')).toBeDefined();
  expect(await db().query.users.findMany()).toHaveLength(1);
});

test('a restored database belongs to the owner of its folder, even if root restores it', async () => {
  await backsUp();
  closeDatabase();
  if (process.getuid?.() === 0) chownSync(folder, 1234, 1234);
  restore(copy, file);
  const ownerOf = ({ uid, gid }: Stats) => [uid, gid];
  expect(ownerOf(statSync(file))).toEqual(ownerOf(statSync(folder)));
});

test('a restored database is readable by its owner only, whatever the backup was', async () => {
  await backsUp();
  closeDatabase();
  chmodSync(copy, 0o644);
  restore(copy, file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a restore includes the changes in a -wal beside the backup', async () => {
  const kept = [file, `${file}-wal`].map((path) => readFileSync(path));
  closeDatabase();
  for (const [at, bytes] of kept.entries()) writeFileSync(at === 0 ? copy : `${copy}-wal`, bytes);
  const other = join(folder, 'other', 'portrait.db');
  expect(restore(copy, other)).toBeUndefined();
  openDatabase(`file:${other}`);
  expect(await findUser('alice@example.com')).toBeDefined();
});

test('a restore ends the sessions and the sign-ins of the backup', async () => {
  const { username } = await createPerson('bob');
  await signInAs({ username });
  expect(await signIn({ username, password: PASSWORD }, CLIENT)).toMatchObject({ ok: true });
  expect(await db().query.signInTickets.findMany()).toHaveLength(1);
  await backsUp();
  closeDatabase();
  restore(copy, file);
  openDatabase(`file:${file}`);
  expect(await db().query.signInTickets.findMany()).toEqual([]);
  expect(await db().query.sessions.findMany()).toEqual([]);
});

test('a restore forgets the links, the passkey challenges and the waiting mail of the backup', async () => {
  const bob = await createPerson('bob');
  await createLink(bob, 'reset');
  await issueChallenge({ purpose: 'sign-in', of: 'a browser' });
  await transaction((on) => queueMail(on, { type: 'password-changed', userId: bob.id, client: CLIENT }));
  await backsUp();
  closeDatabase();
  restore(copy, file);
  openDatabase(`file:${file}`);
  expect(await db().query.linkTokens.findMany()).toEqual([]);
  expect(await db().query.passkeyChallenges.findMany()).toEqual([]);
  expect(await db().query.outbox.findMany()).toEqual([]);
});

const alter = (sql: string) => () => {
  const sqlite = new Sqlite(copy);
  sqlite.exec(sql);
  sqlite.close();
};

test.each([
  ['is garbage', () => writeFileSync(copy, 'Lorem ipsum dolor sit amet. '.repeat(1000)), 'is not an SQLite database'],
  ['is empty', () => truncateSync(copy), 'is empty'],
  ['was cut short', () => truncateSync(copy, 40_960), 'is damaged'],
  ['has rows that refer to nothing', alter('PRAGMA foreign_keys = OFF; DELETE FROM companies'), 'is damaged'],
  ['is of a later release', alter('INSERT INTO __drizzle_migrations VALUES (1, 1, 9e15)'), 'is of a later release'],
  ["is another program's", alter('DROP TABLE __drizzle_migrations'), "is another program's"],
])('a restore refuses a backup that %s, names it and changes nothing', async (_, harm, why) => {
  await backsUp();
  closeDatabase();
  harm();
  const before = readFileSync(file);
  const attempt = () => restore(copy, file);
  expect(attempt).toThrow(UnusableDatabase);
  expect(attempt).toThrow(`The database ${copy} ${why}`);
  expect(readFileSync(file)).toEqual(before);
  expect(databases()).toEqual(['copy.db', 'portrait.db']);
});
