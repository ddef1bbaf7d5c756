import type Sqlite from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { checkMigrations } from '../check-migrations';
import { UnusableDatabase } from '../errors';
import { toUnusable } from './errors';

/** Where drizzle-kit and its migrators keep which migrations were made. */
const TABLE = '__drizzle_migrations';

/** A migration may wait so long for another process, which perhaps makes the same. Milliseconds. */
const MIGRATING_TIMEOUT = 30_000;

const known = () => readMigrationFiles({ migrationsFolder: 'db/sqlite/migrations' });

/**
 * Whether a database is one of ours, by the migrations that made it. One without any table is new.
 *
 * @returns whether it is new
 * @throws UnfitDatabase where it is another program's, or of a later release
 */
export function checkSchema(sqlite: Sqlite.Database, file: string): boolean {
  const made = migrationsOf(sqlite);
  const times = known().map(({ folderMillis }) => folderMillis);
  const isEmpty = sqlite.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0;
  checkMigrations(file, made, times, isEmpty);
  return isEmpty;
}

/** When each migration was written that the database has gone through, the first one first. */
function migrationsOf(sqlite: Sqlite.Database): number[] {
  const table = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(TABLE);
  if (!table) return [];
  return sqlite.prepare(`SELECT created_at FROM ${TABLE} ORDER BY created_at`).pluck().all().map(Number);
}

/**
 * Brings the schema up to date: every pending migration or none. drizzle's own migrator leaves foreign keys on, and a
 * table that a migration rebuilds would then take the rows with it that refer to it.
 *
 * @throws UnfitDatabase where a migration fails: the database is as it was
 */
export function runMigrations(sqlite: Sqlite.Database, file: string): void {
  if (migrationsOf(sqlite).length >= known().length) return;
  sqlite.pragma('foreign_keys = OFF');
  sqlite.pragma(`busy_timeout = ${MIGRATING_TIMEOUT}`);
  try {
    sqlite.transaction(() => migrate(sqlite)).exclusive();
  } catch (error) {
    const unfit = toUnusable(file, error);
    if (unfit instanceof UnusableDatabase) throw unfit;
    const { message } = error as Error;
    throw new UnusableDatabase(
      file,
      `could not be brought up to date (${message})`,
      'It is as it was: the release before can go on with it.',
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
