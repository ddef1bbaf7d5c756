import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { log } from '../../lib/adapters/log';
import { Unavailable } from '../../lib/unavailable';
import type { Attempt, Database, Done, Write } from '../engine';
import { ormOver } from './connection';
import { isAnswer, translateErrors } from './errors';

/**
 * Runs writes in one SERIALIZABLE transaction, which matches SQLite's single writer: what its conditions read still
 * holds at the commit, or it is rolled back.
 * Retries form a queue, so that each of many writers to one row gets its turn.
 * @throws Unavailable
 */
export async function runTransaction<Row>(
  pool: pg.Pool,
  guard: (on: Database) => Write<Row>,
  writes: (on: Database, row: Row) => Write[],
  attempt: Attempt,
): Promise<Done<Row>> {
  const client = await translateErrors(() => pool.connect());
  try {
    const id = await translateErrors(() => begin(client, attempt));
    const on = ormOver(client);
    const first = guard(on);
    const [row] = await first.execute();
    const others = row ? writes(on, row) : [];
    for (const write of others) await write.execute();
    await commit(pool, client, id);
    client.release();
    return { row, written: row ? [first, ...others] : [] };
  } catch (error) {
    await rollBack(client, error);
    throw error;
  }
}

/** A table that nothing else locks. Unlike a query, LOCK waits before the transaction takes its snapshot. */
const QUEUE = 'LOCK TABLE __drizzle_migrations IN EXCLUSIVE MODE;';

const NO_FLUSH = 'SET LOCAL synchronous_commit = off;';

async function begin(client: pg.PoolClient, { isRetry, mayBeLost }: Attempt): Promise<string> {
  const settings = `${mayBeLost ? NO_FLUSH : ''} ${isRetry ? QUEUE : ''}`;
  const answers = await client.query(
    `BEGIN ISOLATION LEVEL SERIALIZABLE; ${settings} SELECT pg_current_xact_id() AS id`,
  );
  return (answers as unknown as pg.QueryResult[]).at(-1)?.rows[0].id;
}

/**
 * A commit without a response may have succeeded, so the server is asked; it's neither repeated nor reported as failed.
 */
async function commit(pool: pg.Pool, client: pg.PoolClient, id: string): Promise<void> {
  try {
    await client.query('COMMIT');
  } catch (error) {
    if (isRolledBack(error) || !(await isCommitted(pool, id))) await translateErrors(() => Promise.reject(error));
  }
}

/** Whether the server rejected a commit. After a shutdown or a lost connection, the outcome is unknown. */
const isRolledBack = (error: unknown) => isAnswer(error) && !/^(08|57)/.test((error as pg.DatabaseError).code ?? '');

const OUTCOME_TIMEOUT_MS = 10_000;

async function isCommitted(pool: pg.Pool, id: string): Promise<boolean> {
  const deadline = performance.now() + OUTCOME_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const status = await statusOf(pool, id);
    if (status === 'committed' || status === 'aborted') return status === 'committed';
    await setTimeout(100);
  }
  log.error({ transaction: id }, 'It is unknown whether a change was committed.');
  return false;
}

async function statusOf(pool: pg.Pool, id: string): Promise<string | undefined> {
  try {
    return (await pool.query('SELECT pg_xact_status($1::xid8) AS status', [id])).rows[0].status;
  } catch (error) {
    log.warn(error, 'It is not known yet whether a change was committed.');
    return undefined;
  }
}

/** A connection that may be broken is closed, which rolls back, too. */
async function rollBack(client: pg.PoolClient, error: unknown): Promise<void> {
  const answered = isAnswer(error instanceof Unavailable ? error.cause : error);
  const isFine = answered && (await client.query('ROLLBACK').then(Boolean, () => false));
  client.release(!isFine);
}
