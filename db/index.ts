import { statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type Sqlite from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { log } from '../lib/adapters/log';
import { Busy } from '../lib/busy';
import * as schema from './schema';
import { runMigrations } from './sqlite/migrate';
import { checkFile, openFile } from './sqlite/open';
import { guarded, guardedConnection, isLocked } from './sqlite/trouble';

export type Database = Pick<BetterSQLite3Database<typeof schema>, 'select' | 'insert' | 'update' | 'delete' | 'query'>;

/** What must be true of a row for a write to touch it. */
export type Condition = SQL | undefined;

/**
 * A write that has been built but not run; it ends in `.returning(…)`, so that its rows tell what it did. What is to
 * follow once it is committed, such as a line in the log, may come with it.
 */
export type Write<Row = unknown> = { all(): Row[]; committed?(): void };

type Handle = { orm: BetterSQLite3Database<typeof schema>; sqlite: Sqlite.Database; file: string; inode: number };

/** server.ts opens the database, and Next's bundles, which load this module anew, use it: there is one a process. */
const shared = globalThis as { portraitDatabase?: Handle };

/**
 * Opens the database for this process. SQLite then waits for no lock, as the whole process would wait with it.
 *
 * @param file the path of the SQLite file, made where there is none
 * @throws UnfitDatabase
 */
export function openDatabase(file: string): void {
  const sqlite = openFile(file);
  sqlite.pragma('busy_timeout = 0');
  const orm = drizzle(guardedConnection(sqlite), { schema });
  shared.portraitDatabase = { sqlite, orm, file, inode: inodeOf(file) };
}

/** Closes it; the last process that does brings the file up to date by itself and removes the `-wal` beside it. */
export function closeDatabase(): void {
  shared.portraitDatabase?.sqlite.close();
  shared.portraitDatabase = undefined;
}

/** The open database. @throws Busy */
export function db(): Database {
  return handle().orm;
}

/**
 * A file that was moved away or replaced is not the one that is open: what were written to it would be lost, and what
 * were read of it may be true no more. Once it is back, all goes on.
 */
function handle(): Handle {
  const open = shared.portraitDatabase;
  if (!open) throw new Error('openDatabase comes first');
  if (inodeOf(open.file) === open.inode) return open;
  log.error(`The database ${open.file} was moved or replaced. Put it back, or start Portrait again.`);
  throw new Busy();
}

/** What names a file whatever its path; 0 where there is none, or none that may be looked at. */
function inodeOf(file: string): number {
  try {
    return statSync(file).ino;
  } catch {
    return 0;
  }
}

/** Reads the whole database for damage: once a start, not once a process. @throws UnfitDatabase */
export function checkDatabase(): void {
  const { sqlite, file } = handle();
  checkFile(sqlite, file);
}

/** Brings the schema up to date: every pending migration or none. @throws UnfitDatabase */
export async function migrateDatabase(): Promise<void> {
  const { sqlite, file } = handle();
  runMigrations(sqlite, file);
}

/** A write waits so long for others, of this process or another; the process goes on meanwhile. Milliseconds. */
const PATIENCE = 2000;

/**
 * Runs writes in one transaction: all of them, or none. The first carries the condition of the whole: where it
 * touches no row, nothing is written; the others may use what it returned.
 *
 * @param patience how long to wait for the lock, in milliseconds
 * @returns the first row that the condition touched; nothing when it did not hold.
 * @throws Busy
 */
export async function allOrNone<Row>(
  condition: (on: Database) => Write<Row>,
  consequences: (on: Database, row: Row) => Write[] = () => [],
  patience = PATIENCE,
): Promise<Row | undefined> {
  const giveUpAt = performance.now() + patience;
  for (;;) {
    try {
      return transaction(condition, consequences);
    } catch (error) {
      if (!isLocked(error) || performance.now() >= giveUpAt) throw error;
    }
    await setTimeout(1 + Math.random() * 20);
  }
}

function transaction<Row>(condition: (on: Database) => Write<Row>, consequences: (on: Database, row: Row) => Write[]) {
  const written: Write[] = [];
  const run = (on: Database) => {
    const [row] = condition(on).all();
    if (row) written.push(...consequences(on, row));
    for (const write of written) write.all();
    return row;
  };
  const touched = guarded(() => handle().orm.transaction(run, { behavior: 'immediate' }));
  for (const write of written) write.committed?.();
  return touched;
}

/** Whether a write failed because another row already has that value. */
export function isUniqueViolation(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || (cause !== undefined && isUniqueViolation(cause));
}
