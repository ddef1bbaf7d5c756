import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkDatabase, closeDatabase, db, migrateDatabase, openDatabase } from '../../db';
import { log } from '../../lib/adapters/log';
import { recordedEvents } from '../support/events';
import { newFolder, removeFolder } from '../support/folder';
import { createPerson, createSession, deleteUser } from '../support/people';

let folder: string;
let data: string;

beforeEach(() => {
  folder = newFolder();
  data = join(folder, 'data');
});
afterEach(async () => {
  await closeDatabase();
  removeFolder(folder);
});

/** What a start does. */
async function start(): Promise<void> {
  openDatabase(`file:${join(data, 'portrait.db')}`);
  await migrateDatabase();
  await checkDatabase();
}

test('a new database is readable by its owner only, like its folder and what is beside it', async () => {
  await start();
  await createPerson('alice');
  const names = readdirSync(data).filter((name) => !name.endsWith('-shm'));
  expect(names.sort()).toEqual(['portrait.db', 'portrait.db-last-event', 'portrait.db-wal']);
  const modes = [data, ...names.map((name) => join(data, name))].map((path) => statSync(path).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600, 0o600, 0o600]);
});

test("a new database in place of a removed one isn't reported to lack changes", async () => {
  await start();
  await createPerson('alice');
  await closeDatabase();
  rmSync(join(data, 'portrait.db'));
  const error = jest.spyOn(log, 'error').mockImplementation(() => {});
  await start();
  const said = error.mock.calls.length;
  error.mockRestore();
  expect(said).toBe(0);
});

test('once it is migrated, deleting a user deletes their rows', async () => {
  await start();
  const { username } = await createPerson('alice');
  await createSession({ username });
  await deleteUser(username);
  expect([await db().query.sessions.findMany(), await recordedEvents()]).toEqual([[], []]);
});
