import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const flushToDisk = promisify(fdatasync);

export type WalFlush = { flush(): Promise<void>; close(): void };

/**
 * Flushes the write-ahead log as SQLite does with `synchronous = FULL`, but not on the event loop, where a slow disk
 * would delay every request. Transactions that commit during a flush share the next one.
 * @param file a database that is open, so its `-wal` exists and isn't replaced
 */
export function openWalFlush(file: string): WalFlush {
  const descriptor = openSync(`${file}-wal`, 'r+');
  let last = Promise.resolve();
  let next: Promise<void> | undefined;
  const begin = () => {
    next = undefined;
    return flushToDisk(descriptor);
  };
  return {
    flush: () => {
      next ??= last = last.then(begin, begin);
      return next;
    },
    close: () => {
      last.catch(() => {}).then(() => closeSync(descriptor));
    },
  };
}
