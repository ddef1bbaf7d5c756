import { DrizzleQueryError } from 'drizzle-orm';
import pg from 'pg';
import { log } from '../../lib/adapters/log';
import { Unavailable } from '../../lib/unavailable';
import { UnusableDatabase } from '../errors';

/**
 * Errors of the server or the connection rather than of a statement: no connection, failed login, missing database,
 * read-only, serialization failures, out of resources, timeouts, shutdown, failing disk.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const TROUBLE = /^(08|25006|25P03|28|3D000|40|53|55000|55P03|57|58|XX)/;

const CONTENTION = /^40(001|P01)$/;

export const codeOf = (error: unknown) => String((error as { code?: unknown } | undefined)?.code ?? '');

export const isAnswer = (error: unknown): boolean => error instanceof pg.DatabaseError;

export const isContended = (error: unknown): boolean =>
  CONTENTION.test(codeOf(error instanceof Unavailable ? error.cause : error));

function isTrouble(error: unknown): boolean {
  const isBug = error instanceof TypeError || error instanceof RangeError;
  return isAnswer(error) ? TROUBLE.test(codeOf(error)) : !isBug;
}

/** The thrown errors contain no values, so they may be logged. @throws Unavailable */
export async function translateErrors<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw asUnavailable(withoutValues(error));
  }
}

/** drizzle's error has the query's values in its message, and the server's detail has the row's. */
function withoutValues(error: unknown): unknown {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return isAnswer(cause) ? Object.assign(cause as pg.DatabaseError, { detail: undefined, where: undefined }) : cause;
}

function asUnavailable(cause: unknown): unknown {
  if (cause instanceof Unavailable || !isTrouble(cause)) return cause;
  const { message } = cause as Error;
  if (!isContended(cause)) log.error({ code: codeOf(cause) || message }, 'The database cannot be read or written.');
  return new Unavailable(undefined, { cause });
}

export function toUnusable(database: string, error: unknown): unknown {
  if (error instanceof UnusableDatabase) return error;
  const cause = error instanceof Unavailable ? error.cause : error;
  const code = codeOf(cause);
  const { message } = cause as Error;
  if (/^28/.test(code)) return new UnusableDatabase(database, `refuses the login (${message})`, 'Check DATABASE_URL.');
  if (code === '3D000')
    return new UnusableDatabase(database, 'does not exist', 'Create it (createdb), then start again.');
  if (code === '53300')
    return new UnusableDatabase(
      database,
      `has no free connection (${message})`,
      'Close other connections, or raise max_connections of the server.',
    );
  if (error instanceof Unavailable || isTrouble(cause))
    return new UnusableDatabase(database, `does not answer (${code || message})`, 'Start it, or check DATABASE_URL.');
  return error;
}
