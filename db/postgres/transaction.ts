import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { log } from '../../lib/adapters/log';
import { Unavailable } from '../../lib/unavailable';
import type { Database, Done, Write } from '../engine';
import { ormOver } from './connection';
import { isAnswer, translateErrors } from './errors';

/**
 * Runs writes in one transaction that is as good as alone (SERIALIZABLE): what its conditions read, other rows
 * included, is still true when it is committed, or it is undone. That is what SQLite's single writer gives.
 *
 * @param isRetry whether an attempt failed because of others: those that failed form a queue, so that each of many
 *   that write to one row has its turn
 * @throws Busy
 */
export async function runTransaction<Row>(
  pool: pg.Pool,
  guard: (on: Database) => Write<Row>,
  writes: (on: Database, row: Row) => Write[],
  isRetry: boolean,
): Promise<Done<Row>> {
  const client = await translateErrors(() => pool.connect());
  try {
    const id = await translateErrors(() => begin(client, isRetry));
    const on = ormOver(client);
    const [row] = await guard(on).execute();
    const written = row ? writes(on, row) : [];
    for (const write of written) await write.execute();
    await commit(pool, client, id);
    client.release();
    return { row, written };
  } catch (error) {
    await letGo(client, error);
    throw error;
  }
}

/** The lock on a table that nobody else needs; unlike any query, LOCK waits before the transaction sees anything. */
const QUEUE = 'LOCK TABLE __drizzle_migrations IN EXCLUSIVE MODE;';

/** Begins a transaction. @returns its id, by which its outcome can be asked for */
async function begin(client: pg.PoolClient, inQueue: boolean): Promise<string> {
  const queue = inQueue ? QUEUE : '';
  const answers = await client.query(`BEGIN ISOLATION LEVEL SERIALIZABLE; ${queue} SELECT pg_current_xact_id() AS id`);
  return (answers as unknown as pg.QueryResult[]).at(-1)?.rows[0].id;
}

/** A commit that is not answered may have been made: it is neither repeated nor reported as failed, but asked after. */
async function commit(pool: pg.Pool, client: pg.PoolClient, id: string): Promise<void> {
  try {
    await client.query('COMMIT');
  } catch (error) {
    if (isUndone(error) || !(await isCommitted(pool, id))) await translateErrors(() => Promise.reject(error));
  }
}

/** Whether the server itself said that a commit was undone. Where it says that it shuts down, nobody knows. */
const isUndone = (error: unknown) => isAnswer(error) && !/^(08|57)/.test((error as pg.DatabaseError).code ?? '');

/** Asking after a commit may take so long, in which a server restarts. Milliseconds. */
const ASKING_LIMIT = 10_000;

async function isCommitted(pool: pg.Pool, id: string): Promise<boolean> {
  const giveUpAt = performance.now() + ASKING_LIMIT;
  while (performance.now() < giveUpAt) {
    const status = await statusOf(pool, id);
    if (status === 'committed' || status === 'aborted') return status === 'committed';
    await setTimeout(100);
  }
  log.error({ transaction: id }, 'The database did not say whether a change was made.');
  return false;
}

async function statusOf(pool: pg.Pool, id: string): Promise<string | undefined> {
  try {
    return (await pool.query('SELECT pg_xact_status($1::xid8) AS status', [id])).rows[0].status;
  } catch (error) {
    log.warn(error, 'The database cannot be asked yet whether a change was made.');
    return undefined;
  }
}

/** Ends a transaction that failed. A connection that may be of no use any more is closed, which ends it too. */
async function letGo(client: pg.PoolClient, error: unknown): Promise<void> {
  const answered = isAnswer(error instanceof Unavailable ? error.cause : error);
  const isFine = answered && (await client.query('ROLLBACK').then(Boolean, () => false));
  client.release(!isFine);
}
