import type Sqlite from 'better-sqlite3';
import { log } from '../../lib/adapters/log';
import { Unavailable } from '../../lib/unavailable';
import { UnusableDatabase } from '../errors';

/** Errors of the file, the disk or the machine rather than of a statement: https://sqlite.org/rescode.html */
const TROUBLE = /^SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN|PERM|PROTOCOL|NOMEM|CORRUPT|NOTADB)(_|$)/;

const codeOf = (error: unknown) => String((error as { code?: unknown } | undefined)?.code ?? '');

export const isLocked = (error: unknown): boolean =>
  /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error instanceof Unavailable ? error.cause : error));

/** @throws Unavailable if SQLite can't read or write now; nothing was done */
export function translateErrors<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (cause) {
    if (!TROUBLE.test(codeOf(cause))) throw cause;
    if (!isLocked(cause)) log.error({ code: codeOf(cause) }, 'The database cannot be read or written.');
    throw new Unavailable(undefined, { cause });
  }
}

export function translatingConnection(sqlite: Sqlite.Database): Sqlite.Database {
  const prepare = (text: string) => {
    const statement = translateErrors(() => sqlite.prepare(text));
    for (const name of ['run', 'get', 'all'] as const) {
      const method = statement[name].bind(statement) as (...values: unknown[]) => never;
      statement[name] = (...values: unknown[]) => translateErrors(() => method(...values));
    }
    return statement;
  };
  return Object.create(sqlite, { prepare: { value: prepare } });
}

const RESTORE = 'Nothing was changed. Restore a backup (npm run restore -- FILE).';

export function toUnusable(file: string, error: unknown, restore = RESTORE): unknown {
  const code = codeOf(error);
  if (/^SQLITE_NOTADB/.test(code)) return new UnusableDatabase(file, 'is not an SQLite database', restore);
  if (/^SQLITE_CORRUPT/.test(code)) return new UnusableDatabase(file, 'is damaged', restore);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return new UnusableDatabase(file, 'is locked by another program', 'Stop that program, then start again.');
  if (/^SQLITE_(FULL|IOERR)|^ENOSPC/.test(code))
    return new UnusableDatabase(file, `cannot be read or written (${code})`, 'Check for a full or failing disk.');
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)|^(EACCES|EPERM|EROFS|EISDIR|ENOTDIR)/.test(code))
    return new UnusableDatabase(
      file,
      'cannot be written',
      'It and its folder must belong to the user that runs Portrait, on a disk that is writable.',
    );
  return error;
}
