import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { UnusableDatabase } from '../errors';
import { toUnusable } from './errors';
import { lockExclusive } from './exclusive';
import { flush } from './flush';
import { forgetLastEvent } from './last-event';
import { checkSchema } from './migrate';
import { realFile } from './real-file';

const TAKE_ANOTHER = 'Nothing was changed; take another backup.';

/**
 * Replaces the database with a checked backup, and keeps the old database.
 * @returns the path of the old database; undefined if there was none
 * @throws UnusableDatabase if the backup is damaged, or a server is running
 */
export function restore(backup: string, database: string): string | undefined {
  const file = realFile(database);
  if (!existsSync(backup)) throw new UnusableDatabase(backup, 'does not exist', 'Give the path of a backup.');
  const staged = `${file}.restored`;
  const others = ['-wal', '-shm'];
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    for (const part of ['', ...others]) rmSync(staged + part, { force: true });
    for (const part of ['', '-wal']) if (existsSync(backup + part)) copyFileSync(backup + part, staged + part);
    giveToOwnerOf(dirname(file), staged);
    prepare(staged, backup);
    return swap(staged, file);
  } finally {
    for (const part of ['', ...others]) rmSync(staged + part, { force: true });
  }
}

/** Root may restore for the user that runs Portrait, to whom the folder belongs. */
function giveToOwnerOf(folder: string, staged: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  chownSync(staged, uid, gid);
}

/** In a backup, some of these have ended, were used or were sent since. */
const OUTDATED = ['sessions', 'sign_in_tickets', 'link_tokens', 'passkey_challenges', 'outbox'];

/** Checks the copy and removes what is outdated. */
function prepare(staged: string, backup: string): void {
  chmodSync(staged, 0o600);
  const sqlite = new Sqlite(staged);
  try {
    sqlite.pragma('journal_mode = DELETE');
    if (checkSchema(sqlite, backup)) throw new UnusableDatabase(backup, 'is empty', TAKE_ANOTHER);
    const [{ integrity_check: fault }] = sqlite.pragma('integrity_check(1)') as [{ integrity_check: string }];
    const orphans = sqlite.pragma('foreign_key_check') as unknown[];
    if (fault !== 'ok' || orphans.length > 0) throw new UnusableDatabase(backup, 'is damaged', TAKE_ANOTHER);
    const hasTable = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    for (const table of OUTDATED) if (hasTable.get(table)) sqlite.exec(`DELETE FROM ${table}`);
  } catch (error) {
    throw toUnusable(backup, error, TAKE_ANOTHER);
  } finally {
    sqlite.close();
  }
  flush(staged);
}

function swap(staged: string, file: string): string | undefined {
  const lock = existsSync(file) ? lockExclusive(file) : undefined;
  const kept = `${file}.${new Date().toISOString().replaceAll(':', '-')}`;
  const isThere = existsSync(file);
  if (isThere) linkSync(file, kept); // opening and closing it here would release the lock (POSIX)
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${kept}-wal`);
  rmSync(`${file}-shm`, { force: true });
  forgetLastEvent(file);
  renameSync(staged, file);
  flush(dirname(file));
  lock?.close();
  return isThere ? kept : undefined;
}
