import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import * as schema from './schema';

export type Database = Pick<BetterSQLite3Database<typeof schema>, 'select' | 'insert' | 'update' | 'delete' | 'query'>;

/** What must be true of a row for a write to touch it. */
export type Condition = SQL | undefined;

/**
 * A write that has been built but not run; it ends in `.returning(…)`, so that its rows tell what it did. What is to
 * follow once it is committed, such as a line in the log, may come with it.
 */
export type Write<Row = unknown> = { all(): Row[]; committed?(): void };

type Handle = { orm: BetterSQLite3Database<typeof schema>; sqlite: Sqlite.Database };

/** server.ts opens the database, and Next's bundles, which load this module anew, use it: there is one a process. */
const shared = globalThis as { portraitDatabase?: Handle };

/** Opens the database for this process. @param file the path of the SQLite file, made where there is none */
export function openDatabase(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = new Sqlite(file, { timeout: 2000 });
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  shared.portraitDatabase = { sqlite, orm: drizzle(sqlite, { schema }) };
}

export function closeDatabase(): void {
  shared.portraitDatabase?.sqlite.close();
  shared.portraitDatabase = undefined;
}

/** The open database. */
export function db(): Database {
  return handle().orm;
}

function handle(): Handle {
  if (!shared.portraitDatabase) throw new Error('openDatabase comes first');
  return shared.portraitDatabase;
}

/** Brings the schema up to date: every pending migration or none. */
export async function migrateDatabase(): Promise<void> {
  migrate(handle().orm, { migrationsFolder: 'db/migrations' });
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
  const written: Write[] = [];
  const touched = handle().orm.transaction(
    (on) => {
      const [row] = condition(on).all();
      if (row) written.push(...consequences(on, row));
      for (const write of written) write.all();
      return row;
    },
    { behavior: 'immediate' },
  );
  for (const write of written) write.committed?.();
  return touched;
}

/** Whether a write failed because another row already has that value. */
export function isUniqueViolation(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || (cause !== undefined && isUniqueViolation(cause));
}
