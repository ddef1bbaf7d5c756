import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const flushToDisk = promisify(fdatasync);

export type WalFlush = { flush(): Promise<void>; close(): void };

/**
 * Flushes the write-ahead log as SQLite does with `synchronous = FULL`, but not on the event loop, where a slow disk
 * would delay every request. Transactions that commit during a flush share the next one. While the database is open,
 * its `-wal` is never replaced.
 */
export function walFlush(file: string): WalFlush {
  let descriptor: number | undefined;
  let last = Promise.resolve();
  let next: Promise<void> | undefined;
  const begin = () => {
    next = undefined;
    descriptor ??= openSync(`${file}-wal`, 'r+');
    return flushToDisk(descriptor);
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
