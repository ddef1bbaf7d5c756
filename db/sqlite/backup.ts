import { chmodSync, lstatSync, renameSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { toUnusable } from './errors';
import { checkFile, openFile, refuseNew } from './open';

/**
 * Copies a consistent snapshot of a database that may be in use, and checks the copy.
 * @param copy must not exist yet
 * @param onProgress called with the fraction copied, from 0 to 1
 * @throws UnusableDatabase
 */
export async function backUp(file: string, copy: string, onProgress: (share: number) => void): Promise<void> {
  refuseNew(file);
  if (lstatSync(copy, { throwIfNoEntry: false })) throw new Error(`${copy} already exists. Name a new file.`);
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { force: true });
  const sqlite = openFile(file);
  try {
    await copySnapshot(sqlite, unfinished, onProgress);
    finish(unfinished, file);
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw toUnusable(copy, error);
  } finally {
    sqlite.close();
  }
}

/** SQLite's online backup. The open read transaction keeps other processes' writes from restarting it. */
async function copySnapshot(sqlite: Sqlite.Database, to: string, onProgress: (share: number) => void): Promise<void> {
  sqlite.exec('BEGIN');
  sqlite.prepare('SELECT count(*) FROM sqlite_master').get();
  await sqlite.backup(to, {
    progress: ({ totalPages, remainingPages }) => {
      onProgress(1 - remainingPages / totalPages);
      return 1000; // pages per step
    },
  });
  sqlite.exec('COMMIT');
}

function finish(copy: string, file: string): void {
  chmodSync(copy, 0o600);
  const sqlite = new Sqlite(copy);
  sqlite.pragma('journal_mode = DELETE');
  checkFile(sqlite, file);
  sqlite.close();
}
