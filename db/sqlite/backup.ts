import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { toUnusable } from './errors';
import { checkFile, openFile, refuseNew } from './open';

/**
 * Copies a database as it is at this moment, whatever is written to it meanwhile, and checks the copy.
 *
 * @param copy a path where there is nothing yet
 * @param onProgress told how much is copied, from 0 to 1
 * @throws UnfitDatabase
 */
export async function backUp(file: string, copy: string, onProgress: (share: number) => void): Promise<void> {
  refuseNew(file);
  if (existsSync(copy)) throw new Error(`${copy} is there already. Name a new file.`);
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { force: true });
  const sqlite = openFile(file);
  try {
    await copyMoment(sqlite, unfinished, onProgress);
    makeWhole(unfinished, file);
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw toUnusable(copy, error);
  } finally {
    sqlite.close();
  }
}

/** SQLite's online backup. In a transaction that reads, no write of another process makes it begin again. */
async function copyMoment(sqlite: Sqlite.Database, to: string, onProgress: (share: number) => void): Promise<void> {
  sqlite.exec('BEGIN');
  sqlite.prepare('SELECT count(*) FROM sqlite_master').get();
  await sqlite.backup(to, {
    progress: ({ totalPages, remainingPages }) => {
      onProgress(1 - remainingPages / totalPages);
      return 1000; // pages a step
    },
  });
  sqlite.exec('COMMIT');
}

/** Makes a copy one file that needs no other beside it, and that nobody else reads. */
function makeWhole(copy: string, file: string): void {
  chmodSync(copy, 0o600);
  const sqlite = new Sqlite(copy);
  sqlite.pragma('journal_mode = DELETE');
  checkFile(sqlite, file);
  sqlite.close();
}
