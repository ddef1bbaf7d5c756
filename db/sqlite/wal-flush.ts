import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import type Sqlite from 'better-sqlite3';
import { log } from '../../lib/adapters/log';
import { Unavailable } from '../../lib/unavailable';

const flushToDisk = promisify(fdatasync);

export type WalFlush = { flush(): Promise<void>; close(): void };

/**
 * Flushes the write-ahead log as SQLite does with `synchronous = FULL`, but not on the event loop, where a slow disk
 * would delay every request. Transactions that commit during a flush share the next one. While the database is open,
 * its `-wal` is never replaced.
 */
export function walFlush(file: string, sqlite: Sqlite.Database): WalFlush {
  let descriptor: number | undefined;
  let isUnsure = false;
  let last = Promise.resolve();
  let next: Promise<void> | undefined;
  const begin = async () => {
    next = undefined;
    try {
      descriptor ??= openSync(`${file}-wal`, 'r+');
      if (!isUnsure) return await flushToDisk(descriptor);
    } catch (error) {
      isUnsure = true;
      log.error(error, 'The write-ahead log could not be flushed.');
    }
    checkpoint(sqlite);
    isUnsure = false;
  };
  return {
    flush: () => {
      next ??= last = last.then(begin, begin);
      return next;
    },
    close: () => {
      const close = () => descriptor !== undefined && closeSync(descriptor);
      last.then(close, close);
    },
  };
}

/**
 * After a failed flush the system may forget what it couldn't write, and report the next flush as successful. The
 * database's own file doesn't depend on that.
 * @throws Unavailable although the change was made: it may be lost in a power failure
 */
function checkpoint(sqlite: Sqlite.Database): void {
  try {
    const [result] = sqlite.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (result?.busy === 0) return;
  } catch (error) {
    log.error(error, 'The write-ahead log could not be copied into the database.');
  }
  throw new Unavailable();
}
