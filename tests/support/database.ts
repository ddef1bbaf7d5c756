import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { closeDatabase, migrateDatabase, openDatabase } from '../../db';
import { setClock } from '../../lib/adapters/clock';
import { newFolder, removeFolder } from './folder';

export type TestDatabase = { url: string; remove(): Promise<void> };

/** The server of `npm run test:postgres`, whose database `portrait` is migrated and empty; `npm test` has none. */
const SERVER = process.env.PORTRAIT_TEST_POSTGRES;

/** A new database of the engine that is tested. */
export async function newDatabase(): Promise<TestDatabase> {
  if (SERVER) return newPostgres(SERVER);
  const folder = newFolder();
  return { url: `file:${join(folder, 'portrait.db')}`, remove: async () => removeFolder(folder) };
}

async function newPostgres(server: string): Promise<TestDatabase> {
  const name = `test-${randomUUID()}`;
  await runs(server, `CREATE DATABASE "${name}" TEMPLATE portrait`);
  return { url: `${server}/${name}`, remove: () => runs(server, `DROP DATABASE "${name}" WITH (FORCE)`) };
}

async function runs(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query(statement);
  await client.end();
}

let database: TestDatabase;

/** Gives every test of the file a new, empty database. */
export function eachTestHasItsDatabase(): void {
  beforeEach(async () => {
    database = await newDatabase();
    openDatabase(database.url);
    await migrateDatabase();
  });
  afterEach(async () => {
    setClock(Date.now);
    await closeDatabase();
    await database.remove();
  });
}
