import type Sqlite from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { checkMigrations } from '../check-migrations';
import { UnusableDatabase } from '../errors';
import { toUnusable } from './errors';

const TABLE = '__drizzle_migrations';

/** Another process may be running the same migration. */
const MIGRATION_TIMEOUT_MS = 30_000;

const known = () => readMigrationFiles({ migrationsFolder: 'db/sqlite/migrations' });

/**
 * @returns whether the database is new: it has no tables
 * @throws UnusableDatabase if it belongs to another program or a later release
 */
export function checkSchema(sqlite: Sqlite.Database, file: string): boolean {
  const made = migrationsOf(sqlite);
  const times = known().map(({ folderMillis }) => folderMillis);
  const isEmpty = sqlite.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0;
  checkMigrations(file, made, times, isEmpty);
  return isEmpty;
}

function migrationsOf(sqlite: Sqlite.Database): number[] {
  const table = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(TABLE);
  if (!table) return [];
  return sqlite.prepare(`SELECT created_at FROM ${TABLE} ORDER BY created_at`).pluck().all().map(Number);
}

/**
 * Runs all pending migrations or none. drizzle's own migrator leaves foreign keys on: rebuilding a table would delete
 * the rows that refer to it.
 * @throws UnusableDatabase
 */
export function runMigrations(sqlite: Sqlite.Database, file: string): void {
  if (migrationsOf(sqlite).length >= known().length) return;
  sqlite.pragma('foreign_keys = OFF');
  sqlite.pragma(`busy_timeout = ${MIGRATION_TIMEOUT_MS}`);
  try {
    sqlite.transaction(() => migrate(sqlite)).exclusive();
  } catch (error) {
    const unusable = toUnusable(file, error);
    if (unusable instanceof UnusableDatabase) throw unusable;
    const { message } = error as Error;
    throw new UnusableDatabase(
      file,
      `could not be brought up to date (${message})`,
      'It is unchanged: the previous release still works with it.',
    );
  } finally {
    sqlite.pragma('busy_timeout = 0');
    sqlite.pragma('foreign_keys = ON');
  }
}

function migrate(sqlite: Sqlite.Database): void {
  sqlite.exec(`CREATE TABLE IF NOT EXISTS ${TABLE} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`);
  const made = migrationsOf(sqlite).length;
  for (const { sql, hash, folderMillis } of known().slice(made)) {
    for (const statement of sql) sqlite.exec(statement);
    sqlite.prepare(`INSERT INTO ${TABLE} (hash, created_at) VALUES (?, ?)`).run(hash, folderMillis);
  }
  const orphans = sqlite.pragma('foreign_key_check') as unknown[];
  if (orphans.length > 0) throw new Error(`${orphans.length} rows would refer to nothing`);
}
