import { accessSync, chmodSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { databaseMissing, UnusableDatabase } from '../errors';
import { toUnusable } from './errors';
import { forgetLastEvent } from './last-event';
import { checkSchema } from './migrate';
import { realFile } from './real-file';

/** Another process may be opening, closing or migrating. */
const OPEN_TIMEOUT_MS = 5000;

/**
 * Opens a connection, creating the database if it's missing. A file of another program is left as it is.
 * @throws UnusableDatabase
 */
export function openFile(file: string): Sqlite.Database {
  try {
    realFile(file);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (!existsSync(file)) makeFile(file);
    return connect(file);
  } catch (error) {
    throw toUnusable(file, error);
  }
}

/** Creates an empty database under another name and renames it, so an empty file is never a Portrait database. */
function makeFile(file: string): void {
  const wal = `${file}-wal`;
  if (existsSync(wal) && statSync(wal).size > 0)
    throw new UnusableDatabase(
      file,
      `is gone, and ${wal} has changes that belong in it`,
      'Put it back, or put a backup in its place (npm run restore -- FILE).',
    );
  const made = `${file}.${process.pid}.new`;
  try {
    const sqlite = new Sqlite(made);
    sqlite.pragma('journal_mode = WAL');
    sqlite.close();
    chmodSync(made, 0o600);
    renameSync(made, file);
    forgetLastEvent(file);
  } finally {
    for (const part of ['', '-journal', '-wal', '-shm']) rmSync(made + part, { force: true });
  }
}

/** @throws UnusableDatabase if the database hasn't been created by a start */
export function refuseNew(file: string): void {
  realFile(file);
  if (!existsSync(file)) throw databaseMissing(file, 'does not exist');
  const sqlite = openFile(file);
  const isNew = checkSchema(sqlite, file);
  sqlite.close();
  if (isNew) throw databaseMissing(file, 'has nothing in it yet');
}

/** The SQLite file format, section 1.3. */
const HEADER_BYTES = 100;

/** Never open a file without a header: SQLite takes it for a new database and deletes its `-wal`. */
export const hasHeader = (file: string) => statSync(file).size >= HEADER_BYTES;

function connect(file: string): Sqlite.Database {
  if (!hasHeader(file)) {
    const fault = statSync(file).size === 0 ? 'is empty' : 'is damaged';
    throw new UnusableDatabase(file, fault, 'Put a backup in its place (npm run restore -- FILE), or remove it.');
  }
  accessSync(file, constants.R_OK | constants.W_OK);
  accessSync(dirname(file), constants.W_OK);
  const sqlite = new Sqlite(file, { fileMustExist: true, timeout: OPEN_TIMEOUT_MS });
  try {
    checkSchema(sqlite, file);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('secure_delete = ON'); // overwrites a removed avatar
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

export function checkFile(sqlite: Sqlite.Database, file: string): void {
  try {
    const [fault] = sqlite.pragma('quick_check(1)') as { quick_check: string }[];
    if (fault?.quick_check !== 'ok') throw Object.assign(new Error(fault?.quick_check), { code: 'SQLITE_CORRUPT' });
  } catch (error) {
    throw toUnusable(file, error);
  }
}
