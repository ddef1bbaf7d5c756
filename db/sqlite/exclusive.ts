import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { Database } from '../engine';
import { UnusableDatabase } from '../errors';
import * as schema from '../schema';
import { isLocked } from './errors';
import { runMigrations } from './migrate';
import { checkFile, hasHeader, openFile } from './open';
import { realFile } from './real-file';

export function openExclusive(file: string): { on: Database; close(): void } {
  realFile(file);
  if (!existsSync(file))
    throw new UnusableDatabase(file, 'does not exist', 'Give the path of the file that Portrait has used so far.');
  const first = openFile(file);
  checkFile(first, file);
  runMigrations(first, file);
  first.close();
  const sqlite = lockExclusive(file);
  if (!sqlite) throw new UnusableDatabase(file, 'is damaged', 'Put a backup in its place (npm run restore -- FILE).');
  return { on: drizzle(sqlite, { schema }), close: () => sqlite.close() };
}

/**
 * SQLite only leaves WAL mode if no other process has the database open.
 * @returns undefined if the file is too damaged to be locked
 * @throws UnusableDatabase if it is in use
 */
export function lockExclusive(file: string): Sqlite.Database | undefined {
  if (!hasHeader(file)) return undefined;
  const sqlite = new Sqlite(file, { timeout: 0 });
  try {
    sqlite.pragma('journal_mode = DELETE');
    sqlite.exec('BEGIN EXCLUSIVE');
    return sqlite;
  } catch (error) {
    sqlite.close();
    if (isLocked(error)) throw new UnusableDatabase(file, 'is in use', 'Stop Portrait first; nothing was changed.');
    return undefined;
  }
}
