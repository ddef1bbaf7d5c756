import { statSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { log } from '../../lib/adapters/log';
import { Unavailable } from '../../lib/unavailable';
import type { Attempt, Database, Done, Engine, Write } from '../engine';
import * as schema from '../schema';
import { isLocked, translateErrors, translatingConnection } from './errors';
import { type LastEvent, openLastEvent } from './last-event';
import { runMigrations } from './migrate';
import { checkFile, openFile } from './open';
import { realFile } from './real-file';
import { type WalFlush, walFlush } from './wal-flush';

/**
 * Opens an SQLite file, which is created if it's missing. Queries never wait for a lock, since that would block the
 * whole process; db/index.ts retries instead.
 * @throws UnusableDatabase
 */
export function openSqlite(file: string): Engine {
  const sqlite = openFile(file);
  sqlite.pragma('busy_timeout = 0');
  sqlite.pragma('synchronous = NORMAL'); // see walFlush
  const orm = drizzle(translatingConnection(sqlite), { schema });
  const lastEvent = openLastEvent(realFile(file), sqlite);
  const wal = walFlush(realFile(file), sqlite);
  const handle = { orm, sqlite, file, lastEvent, wal, inode: inodeOf(file), isChecked: false };
  return {
    orm: () => current(handle).orm,
    runTransaction: (guard, writes, attempt) => runTransaction(handle, guard, writes, attempt),
    isContended: isLocked,
    uniqueViolation: 'SQLITE_CONSTRAINT_UNIQUE',
    check: async () => {
      checkFile(current(handle).sqlite, file);
      lastEvent.check();
    },
    flush: () => wal.flush(),
    migrate: async () => runMigrations(current(handle).sqlite, file),
    eraseDeleted: () => truncateWal(handle),
    // The last process to close checkpoints and removes the `-wal`.
    close: async () => {
      sqlite.close();
      lastEvent.close();
      wal.close();
    },
  };
}

/** `secure_delete` overwrites rows in the database file, but the write-ahead log keeps the old pages. */
function truncateWal({ sqlite }: Handle): void {
  try {
    sqlite.pragma('wal_checkpoint(TRUNCATE)'); // truncates what it can while others read
  } catch (error) {
    if (!isLocked(error)) log.error(error, 'The write-ahead log could not be truncated.');
  }
}

type Handle = {
  orm: BetterSQLite3Database<typeof schema>;
  sqlite: Sqlite.Database;
  file: string;
  lastEvent: LastEvent;
  wal: WalFlush;
  inode: number;
  isChecked: boolean;
};

/**
 * Makes sure that the open file is still the one at its path: writes to a file that was moved or replaced would be
 * lost. Once it is back, everything works again. The queries of one turn of the event loop share a `stat`, which takes
 * a third as long as a query.
 * @throws Unavailable
 */
function current(open: Handle): Handle {
  if (open.isChecked) return open;
  if (inodeOf(open.file) !== open.inode) {
    log.error(`The database ${open.file} was moved or replaced. Put it back, or start Portrait again.`);
    throw new Unavailable();
  }
  open.isChecked = true;
  setImmediate(() => {
    open.isChecked = false;
  });
  return open;
}

function inodeOf(file: string): number {
  try {
    return statSync(file).ino;
  } catch {
    return 0;
  }
}

async function runTransaction<Row>(
  handle: Handle,
  guard: (on: Database) => Write<Row>,
  writes: (on: Database, row: Row) => Write[],
  { mayBeLost }: Attempt,
): Promise<Done<Row>> {
  const run = (on: Database) => {
    const first = guard(on);
    const [row] = first.all();
    const others = row ? writes(on, row) : [];
    for (const write of others) write.all();
    return { row, written: row ? [first, ...others] : [] };
  };
  handle.isChecked = false;
  const done = translateErrors(() => current(handle).orm.transaction(run, { behavior: 'immediate' }));
  if (mayBeLost) return done;
  const lastEvent = handle.lastEvent.current(); // a later one may not be on disk yet
  await handle.wal.flush(); // also if it changed nothing: see `flushed`
  handle.lastEvent.note(lastEvent);
  return done;
}
