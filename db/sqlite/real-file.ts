import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UnusableDatabase } from '../errors';

/**
 * Resolves links; the file may be missing. SQLite keeps the `-wal` beside the file, not beside a link.
 * @throws UnusableDatabase for a dangling link: perhaps its disk isn't mounted
 */
export function realFile(file: string): string {
  refuseDangling(file, file);
  const real = existsSync(file) ? realpathSync(file) : file;
  refuseDangling(`${real}-wal`, real);
  return real;
}

function refuseDangling(path: string, file: string): void {
  const link = nearest(path);
  if (!lstatSync(link).isSymbolicLink() || existsSync(link)) return;
  const target = resolve(dirname(link), readlinkSync(link));
  const fault = link === file ? 'is' : `needs ${link},`;
  throw new UnusableDatabase(
    file,
    `${fault} a link to ${target}, which does not exist`,
    'Mount its disk, put it back, or remove the link; nothing was changed.',
  );
}

function nearest(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false }) ? path : nearest(dirname(path));
}
