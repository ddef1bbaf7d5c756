import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { Database } from '../engine';
import * as schema from '../schema';
import { UnfitDatabase } from '../unfit';
import { runMigrations } from './migrate';
import { checkFile, openFile } from './open';
import { isLocked } from './trouble';

/**
 * Opens a database that is sound and that nobody else has open, brings it up to date, and keeps everybody out of it.
 *
 * @throws UnfitDatabase
 */
export function openAlone(file: string): { on: Database; close(): void } {
  if (!existsSync(file)) throw new UnfitDatabase(file, 'is not there', 'Name the file that Portrait has used so far.');
  const first = openFile(file);
  checkFile(first, file);
  runMigrations(first, file);
  first.close();
  const sqlite = lockAlone(file);
  if (!sqlite) throw new UnfitDatabase(file, 'is damaged', 'Put a backup in its place (npm run restore -- FILE).');
  return { on: drizzle(sqlite, { schema }), close: () => sqlite.close() };
}

/**
 * Locks a database that nobody else has open: SQLite leaves WAL mode for nobody else. One that is too damaged to be
 * locked serves nobody.
 */
export function lockAlone(file: string): Sqlite.Database | undefined {
  const sqlite = new Sqlite(file, { timeout: 0 });
  try {
    sqlite.pragma('journal_mode = DELETE');
    sqlite.exec('BEGIN EXCLUSIVE');
    return sqlite;
  } catch (error) {
    sqlite.close();
    if (isLocked(error)) throw new UnfitDatabase(file, 'is in use', 'Stop Portrait first; nothing was changed.');
    return undefined;
  }
}
