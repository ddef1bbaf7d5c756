import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A write that waits for the disk takes ten times as long. */
const RAM_DISK = '/dev/shm';
const RAM_DISK_MIN_BYTES = 2 ** 31;

/** Makes a folder for databases of tests: in $TMPDIR, or on a RAM disk where there is one with room. */
export function temporaryFolder() {
  const hasRoom = existsSync(RAM_DISK) && freeBytes(RAM_DISK) > RAM_DISK_MIN_BYTES;
  return mkdtempSync(join(process.env.TMPDIR || (hasRoom ? RAM_DISK : tmpdir()), 'portrait-'));
}

function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
