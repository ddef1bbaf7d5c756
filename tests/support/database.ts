import { randomUUID } from 'node:crypto';
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { inArray, ne, not } from 'drizzle-orm';
import pg from 'pg';
import { closeDatabase, db, migrateDatabase, openDatabase } from '../../db';
import * as tables from '../../db/schema';
import { setClock } from '../../lib/adapters/clock';
import { newFolder, removeFolder } from './folder';
import { shareByFiles } from './shared';

export type TestDatabase = { url: string; remove(): Promise<void> };

/** The server of `npm run test:postgres`, whose database `portrait` is migrated and empty. Unset in `npm test`. */
const SERVER = process.env.PORTRAIT_TEST_POSTGRES;

/** A new database on the tested engine; on PostgreSQL a copy of `template`. */
export async function newDatabase(template = 'portrait'): Promise<TestDatabase> {
  if (SERVER) return newPostgres(SERVER, template);
  const folder = newFolder();
  return { url: `file:${join(folder, 'portrait.db')}`, remove: async () => removeFolder(folder) };
}

async function newPostgres(server: string, template: string): Promise<TestDatabase> {
  const name = `test-${randomUUID()}`;
  await runSql(`${server}/postgres`, `CREATE DATABASE "${name}" TEMPLATE ${template}`);
  return {
    url: `${server}/${name}`,
    remove: () => runSql(`${server}/postgres`, `DROP DATABASE "${name}" WITH (FORCE)`),
  };
}

export async function runSql(database: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Makes a database unavailable to everyone. @returns how to bring it back */
export async function makeUnavailable(url: string): Promise<() => Promise<void>> {
  const file = url.replace(/^file:/, '');
  if (!SERVER) {
    await setImmediate(); // the queries of one turn of the event loop share a stat
    renameSync(file, `${file}.elsewhere`);
    return async () => renameSync(`${file}.elsewhere`, file);
  }
  const name = new URL(url).pathname.slice(1);
  const allows = (yes: boolean) => runSql(`${SERVER}/postgres`, `ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${yes}`);
  await allows(false);
  await runSql(
    `${SERVER}/postgres`,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  );
  return () => allows(true);
}

/** Makes a database reject every two-factor secret: an error that our code doesn't expect. */
export async function rejectSecrets(url: string): Promise<void> {
  if (SERVER) return runSql(url, 'ALTER TABLE users ADD CHECK (totp_secret IS NULL) NOT VALID');
  const sqlite = new Sqlite(url.replace(/^file:/, ''));
  sqlite.exec(
    `CREATE TRIGGER IF NOT EXISTS refuses BEFORE UPDATE OF totp_secret ON users BEGIN SELECT RAISE(ABORT, 'refused'); END`,
  );
  sqlite.close();
}

/** Makes a database reject every new session. */
export async function rejectSessions(url: string): Promise<void> {
  if (SERVER) return runSql(url, 'ALTER TABLE sessions ADD CHECK (false) NOT VALID');
  const sqlite = new Sqlite(url.replace(/^file:/, ''));
  sqlite.exec(`CREATE TRIGGER refuses_sessions BEFORE INSERT ON sessions BEGIN SELECT RAISE(ABORT, 'refused'); END`);
  sqlite.close();
}

/** @param kept a username whose user isn't deleted */
export async function deleteRows(kept = ''): Promise<void> {
  const { users, companies, ...rest } = tables;
  await db().delete(users).where(ne(users.usernameKey, kept));
  for (const table of Object.values(rest)) await db().delete(table);
  const employer = db().select({ id: users.companyId }).from(users);
  await db()
    .delete(companies)
    .where(not(inArray(companies.id, employer)));
}

let database: TestDatabase;

/** An SQLite file to copy: migrating takes longer than most tests. */
async function migratedFile() {
  const folder = newFolder();
  const value = join(folder, 'template.db');
  openDatabase(`file:${value}`);
  await migrateDatabase();
  await closeDatabase();
  return { value, close: () => removeFolder(folder) };
}

/** Tests on PostgreSQL share a database: to copy one takes longer than most tests. */
async function sharedPostgres() {
  return { value: { ...(await newDatabase()), remove: async () => {} }, close: () => {} };
}

/** Without ORDER BY, PostgreSQL returns rows in any order. SQLite would return them in the order they were written. */
function reverseUnordered(): void {
  const { $client } = db() as unknown as { $client: Sqlite.Database };
  $client.pragma('reverse_unordered_selects = ON');
}

/** Gives every test in the file an empty database. */
export function useDatabase(): () => TestDatabase {
  beforeEach(async () => {
    database = await (SERVER ? shareByFiles('postgres', sharedPostgres) : newDatabase());
    if (!SERVER) copyFileSync(await shareByFiles('template', migratedFile), database.url.slice('file:'.length));
    openDatabase(database.url);
    if (SERVER) await deleteRows();
    else reverseUnordered();
  });
  afterEach(async () => {
    setClock(Date.now);
    await closeDatabase();
    await database.remove();
  });
  return () => database;
}
