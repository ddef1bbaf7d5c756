import { lstatSync, mkdirSync, readdirSync, readlinkSync, realpathSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { closeDatabase, migrateDatabase, openDatabase } from '../../db';
import { UnusableDatabase } from '../../db/errors';
import { backUp } from '../../db/sqlite/backup';
import { restore } from '../../db/sqlite/restore';
import { newFolder, removeFolder } from '../support/folder';
import { createPerson, findUser } from '../support/people';

let folder: string;
let file: string;
let disk: string;

beforeEach(() => {
  folder = realpathSync(newFolder());
  disk = join(folder, 'disk');
  mkdirSync(join(folder, 'data'));
  file = join(folder, 'data', 'portrait.db');
});
afterEach(async () => {
  await closeDatabase();
  removeFolder(folder);
});

async function open(): Promise<void> {
  openDatabase(`file:${file}`);
  await migrateDatabase();
}

/** Everything in the test's folder, with the targets of links. */
const everything = () =>
  (readdirSync(folder, { recursive: true }) as string[]).map((name) => {
    const path = join(folder, name);
    return lstatSync(path).isSymbolicLink() ? `${name} -> ${readlinkSync(path)}` : name;
  });

async function expectRefused(attempt: () => unknown, sentence: string): Promise<void> {
  const before = everything();
  const error = (await (async () => attempt())().catch((error: unknown) => error)) as Error;
  expect(error).toBeInstanceOf(UnusableDatabase);
  expect(error.message).toContain(sentence);
  expect(everything()).toEqual(before);
}

const copy = () => join(folder, 'copy.db');

test.each<[string, () => unknown]>([
  ['a start', () => open()],
  ['a backup', () => backUp(file, copy(), () => {})],
])('%s refuses a database that is a link to nothing, names both paths and leaves the link', async (_, attempt) => {
  symlinkSync(join(disk, 'portrait.db'), file);
  await expectRefused(attempt, `The database ${file} is a link to ${disk}/portrait.db, which does not exist.`);
});

test('a restore refuses a database that is a link to nothing', async () => {
  mkdirSync(disk);
  await open();
  await createPerson('alice');
  await backUp(file, copy(), () => {});
  await closeDatabase();
  const dangling = join(folder, 'data', 'other.db');
  symlinkSync(join(folder, 'unmounted', 'portrait.db'), dangling);
  await expectRefused(() => restore(copy(), dangling), `The database ${dangling} is a link to `);
});

test('a start refuses a folder that is a link to nothing', async () => {
  const data = join(folder, 'other');
  symlinkSync(disk, data);
  file = join(data, 'portrait.db');
  await expectRefused(open, `The database ${file} needs ${data}, a link to ${disk}, which does not exist.`);
});

test('a start refuses a -wal that is a link to nothing', async () => {
  await open();
  await closeDatabase();
  symlinkSync(join(disk, 'wal'), `${file}-wal`);
  await expectRefused(open, `The database ${file} needs ${file}-wal, a link to ${disk}/wal, which does not exist.`);
});

test('a backup overwrites no link', async () => {
  await open();
  symlinkSync(join(disk, 'copy.db'), copy());
  await expect(backUp(file, copy(), () => {})).rejects.toThrow(`${copy()} already exists.`);
  expect(readlinkSync(copy())).toBe(join(disk, 'copy.db'));
});

test('a database behind a link opens, and a restore replaces the file, not the link', async () => {
  mkdirSync(disk);
  await open();
  await createPerson('alice');
  await backUp(file, copy(), () => {});
  await closeDatabase();
  renameSync(file, join(disk, 'portrait.db'));
  symlinkSync(join(disk, 'portrait.db'), file);
  await open();
  await createPerson('bob');
  await closeDatabase();
  expect(restore(copy(), file)).toContain(join(disk, 'portrait.db'));
  expect(readlinkSync(file)).toBe(join(disk, 'portrait.db'));
  await open();
  expect(await findUser('alice@example.com')).toBeDefined();
  await expect(findUser('bob@example.com')).rejects.toThrow();
});
