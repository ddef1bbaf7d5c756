import { existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { closeDatabase } from '../../db';
import { UnusableDatabase } from '../../db/errors';
import { newFolder, removeFolder } from '../support/folder';
import { createPerson } from '../support/people';
import { openAtStart } from './open';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = newFolder();
  file = join(folder, 'portrait.db');
  await openAtStart(file);
});
afterEach(() => {
  closeDatabase();
  removeFolder(folder);
});

/** Why the database isn't opened. The file must stay unchanged. */
async function refusal(): Promise<string> {
  const before = existsSync(file) ? readFileSync(file) : undefined;
  const error = await openAtStart(file).catch((error) => error);
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
    await expect(openAtStart(file)).rejects.toThrow(UnusableDatabase);
  });
});
