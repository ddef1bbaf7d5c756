import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Writes a file, or the names in a folder, to the disk. */
export function flush(path: string): void {
  if (process.platform === 'win32') return; // it flushes no folder, and no file that is open for reading
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
