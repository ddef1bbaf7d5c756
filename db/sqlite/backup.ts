import { closeSync, lstatSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { toUnusable } from './errors';
import { flush } from './flush';
import { checkFile, openFile, refuseNew } from './open';

/**
 * Copies a consistent snapshot of a database that may be in use, and checks the copy.
 * @param copy must not exist yet
 * @param onProgress called with the fraction copied, from 0 to 1
 * @throws UnusableDatabase
 */
export async function backUp(file: string, copy: string, onProgress: (share: number) => void): Promise<void> {
  refuseNew(file);
  if (lstatSync(copy, { throwIfNoEntry: false })) throw alreadyExists(copy);
  const unfinished = `${copy}.${process.pid}.unfinished`;
  rmSync(unfinished, { force: true });
  const sqlite = openFile(file);
  try {
    create(unfinished); // SQLite would create it with the umask
    await copySnapshot(sqlite, unfinished, onProgress);
    finish(unfinished, file);
    publish(unfinished, copy);
    flush(dirname(copy));
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? alreadyExists(copy) : toUnusable(copy, error);
  } finally {
    rmSync(unfinished, { force: true });
    sqlite.close();
  }
}

const create = (file: string) => closeSync(openSync(file, 'wx', 0o600));

/** Renaming alone would overwrite a file that has appeared meanwhile; not every file system has hard links. */
function publish(unfinished: string, copy: string): void {
  create(copy);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
}

const alreadyExists = (copy: string) => new Error(`${copy} already exists. Choose another name.`);

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
  const sqlite = new Sqlite(copy);
  sqlite.pragma('journal_mode = DELETE');
  checkFile(sqlite, file);
  sqlite.close();
  flush(copy);
}
