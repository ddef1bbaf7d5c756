import type { SQL } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type * as schema from './schema';

/** The query builder of either engine, typed with the SQLite tables. */
export type Database = Pick<BetterSQLite3Database<typeof schema>, 'select' | 'insert' | 'update' | 'delete' | 'query'>;

export type Condition = SQL | undefined;

/**
 * A write that is built but not run. It ends in `.returning(…)`, so its rows show its effect. SQLite's transactions are
 * synchronous and use `all`; PostgreSQL uses `execute`. `committed` runs after the commit, for example to log.
 */
export type Write<Row = unknown> = { all(): Row[]; execute(): Promise<Row[]>; committed?(): void };

export type Done<Row> = { row: Row | undefined; written: Write[] };

/**
 * A transaction that `mayBeLost` in a power failure isn't flushed to the disk by itself, but with the next one that
 * is. It survives the end of the process all the same.
 */
export type Attempt = { isRetry: boolean; mayBeLost: boolean };

export type Engine = {
  orm(): Database;
  /** Makes one attempt at a serializable transaction. @throws Unavailable */
  runTransaction<Row>(
    guard: (on: Database) => Write<Row>,
    writes: (on: Database, row: Row) => Write[],
    attempt: Attempt,
  ): Promise<Done<Row>>;
  /** Whether a transaction failed because of a concurrent one, so a retry may succeed. */
  isContended(error: unknown): boolean;
  uniqueViolation: string;
  check(): Promise<void>;
  flush(): Promise<void>;
  migrate(): Promise<void>;
  eraseDeleted(): void;
  close(): Promise<void>;
};
