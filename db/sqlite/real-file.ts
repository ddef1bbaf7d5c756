import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UnusableDatabase } from '../errors';

/**
 * The file that a path leads to, which need not be there yet. SQLite keeps the `-wal` beside it, not beside a link.
 *
 * @throws UnusableDatabase if the path goes through a link to nothing: perhaps a disk that isn't mounted
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
    `${fault} a link to ${target}, which is not there`,
    'Mount its disk, put it back, or remove the link; nothing was changed.',
  );
}

/** The path itself, or the innermost folder of it that exists. */
function nearest(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false }) ? path : nearest(dirname(path));
}
