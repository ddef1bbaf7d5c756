import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { databaseFile } from '../lib/settings';
import * as schema from './schema';

export type Database = Pick<BetterSQLite3Database<typeof schema>, 'select' | 'insert' | 'update' | 'delete' | 'query'>;

/** What must be true of a row for a write to touch it. */
export type Condition = SQL | undefined;

/** A write that has been built but not run; it ends in `.returning(…)`, so that its rows tell what it did. */
export type Write<Row = unknown> = { all(): Row[] };

type Handle = { file: string; orm: BetterSQLite3Database<typeof schema>; sqlite: Sqlite.Database };

/** Next bundles this module more than once; the process shall hold one connection. */
const shared = globalThis as { portraitDatabase?: Handle };

/** The database that `DATABASE_URL` names, opened at the first call. */
export function db(): Database {
  return handle().orm;
}

function handle(): Handle {
  const file = databaseFile();
  if (shared.portraitDatabase?.file !== file) {
    closeDatabase();
    shared.portraitDatabase = open(file);
  }
  return shared.portraitDatabase as Handle;
}

function open(file: string): Handle {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = new Sqlite(file, { timeout: 2000 });
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  return { file, sqlite, orm: drizzle(sqlite, { schema }) };
}

/** Brings the schema up to date: every pending migration or none. */
export async function migrateDatabase(): Promise<void> {
  migrate(handle().orm, { migrationsFolder: 'db/migrations' });
}

export function closeDatabase(): void {
  shared.portraitDatabase?.sqlite.close();
  shared.portraitDatabase = undefined;
}

/**
 * Runs writes in one transaction: all of them, or none. The first carries the condition of the whole: where it
 * touches no row, nothing is written; the others may use what it returned.
 *
 * @returns the first row that the condition touched; nothing when it did not hold.
 */
export async function allOrNone<Row>(
  condition: (on: Database) => Write<Row>,
  consequences: (on: Database, row: Row) => Write[] = () => [],
): Promise<Row | undefined> {
  return handle().orm.transaction(
    (on) => {
      const [row] = condition(on).all();
      if (row) for (const write of consequences(on, row)) write.all();
      return row;
    },
    { behavior: 'immediate' },
  );
}

/** Whether a write failed because another row already has that value. */
export function isUniqueViolation(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || (cause !== undefined && isUniqueViolation(cause));
}
