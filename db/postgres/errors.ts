import { DrizzleQueryError } from 'drizzle-orm';
import pg from 'pg';
import { log } from '../../lib/adapters/log';
import { Unavailable } from '../../lib/unavailable';
import { UnusableDatabase } from '../errors';

/**
 * What is wrong with the server or the way to it, not with a statement: no connection, no login, no such database, or none that takes connections,
 * read-only, rolled back because of others, out of resources, timed out, shut down, failing disk.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const TROUBLE = /^(08|25006|25P03|28|3D000|40|53|55000|55P03|57|58|XX)/;

/** Two transactions that could not both be as if alone, or that waited for each other: this one was undone. */
const CONTENTION = /^40(001|P01)$/;

export const codeOf = (error: unknown) => String((error as { code?: unknown } | undefined)?.code ?? '');

/** Whether the server said no; any other error of the driver's tells of a connection that is lost or never was. */
export const isAnswer = (error: unknown): boolean => error instanceof pg.DatabaseError;

/** Whether a transaction was undone because of others. */
export const isContended = (error: unknown): boolean =>
  CONTENTION.test(codeOf(error instanceof Unavailable ? error.cause : error));

function isTrouble(error: unknown): boolean {
  const isBug = error instanceof TypeError || error instanceof RangeError;
  return isAnswer(error) ? TROUBLE.test(codeOf(error)) : !isBug;
}

/**
 * Calls PostgreSQL. What it throws may be logged.
 *
 * @throws Busy where the server cannot do it at this moment
 */
export async function translateErrors<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw asBusy(withoutValues(error));
  }
}

/**
 * Takes off what may be secret: the values of the query, in the message of drizzle's error around the driver's, and
 * those of the row, in the server's detail.
 */
function withoutValues(error: unknown): unknown {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return isAnswer(cause) ? Object.assign(cause as pg.DatabaseError, { detail: undefined, where: undefined }) : cause;
}

function asBusy(cause: unknown): unknown {
  if (cause instanceof Unavailable || !isTrouble(cause)) return cause;
  const { message } = cause as Error;
  if (!isContended(cause)) log.error({ code: codeOf(cause) || message }, 'The database cannot be read or written.');
  return new Unavailable(undefined, { cause });
}

/** What a start is told, as a sentence for the administrator. */
export function toUnusable(database: string, error: unknown): unknown {
  if (error instanceof UnusableDatabase) return error;
  const cause = error instanceof Unavailable ? error.cause : error;
  const code = codeOf(cause);
  const { message } = cause as Error;
  if (/^28/.test(code)) return new UnusableDatabase(database, `lets nobody in (${message})`, 'Look at DATABASE_URL.');
  if (code === '3D000') return new UnusableDatabase(database, 'is not there', 'Make it (createdb), then start again.');
  if (error instanceof Unavailable || isTrouble(cause))
    return new UnusableDatabase(database, `does not answer (${code || message})`, 'Start it, or look at DATABASE_URL.');
  return error;
}
