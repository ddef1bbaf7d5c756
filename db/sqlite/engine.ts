import { statSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { log } from '../../lib/adapters/log';
import { Unavailable } from '../../lib/unavailable';
import type { Database, Done, Engine, Write } from '../engine';
import * as schema from '../schema';
import { isLocked, translateErrors, translatingConnection } from './errors';
import { runMigrations } from './migrate';
import { checkFile, openFile } from './open';

/**
 * Opens an SQLite file, which is made where there is none. SQLite then waits for no lock, as the whole process would
 * wait with it.
 *
 * @throws UnfitDatabase
 */
export function openSqlite(file: string): Engine {
  const sqlite = openFile(file);
  sqlite.pragma('busy_timeout = 0');
  const orm = drizzle(translatingConnection(sqlite), { schema });
  const handle = { orm, sqlite, file, inode: inodeOf(file) };
  return {
    orm: () => current(handle).orm,
    runTransaction: async (guard, writes) => runTransaction(handle, guard, writes),
    isContended: isLocked,
    uniqueViolation: 'SQLITE_CONSTRAINT_UNIQUE',
    check: async () => checkFile(current(handle).sqlite, file),
    migrate: async () => runMigrations(current(handle).sqlite, file),
    eraseDeleted: () => truncateWal(handle),
    // The last process that closes it brings the file up to date by itself and removes the `-wal` beside it.
    close: async () => void sqlite.close(),
  };
}

/** `secure_delete` overwrites rows in the database file, but the write-ahead log keeps the pages as they were. */
function truncateWal({ sqlite }: Handle): void {
  try {
    sqlite.pragma('wal_checkpoint(TRUNCATE)'); // does what it can while others read
  } catch (error) {
    if (!isLocked(error)) log.error(error, 'The write-ahead log could not be truncated.');
  }
}

type Handle = { orm: BetterSQLite3Database<typeof schema>; sqlite: Sqlite.Database; file: string; inode: number };

/**
 * A file that was moved away or replaced is not the one that is open: what were written to it would be lost, and what
 * were read of it may be true no more. Once it is back, all goes on.
 */
function current(open: Handle): Handle {
  if (inodeOf(open.file) === open.inode) return open;
  log.error(`The database ${open.file} was moved or replaced. Put it back, or start Portrait again.`);
  throw new Unavailable();
}

/** What names a file whatever its path; 0 where there is none, or none that may be looked at. */
function inodeOf(file: string): number {
  try {
    return statSync(file).ino;
  } catch {
    return 0;
  }
}

function runTransaction<Row>(
  handle: Handle,
  guard: (on: Database) => Write<Row>,
  writes: (on: Database, row: Row) => Write[],
): Done<Row> {
  const run = (on: Database) => {
    const [row] = guard(on).all();
    const written = row ? writes(on, row) : [];
    for (const write of written) write.all();
    return { row, written };
  };
  return translateErrors(() => current(handle).orm.transaction(run, { behavior: 'immediate' }));
}
