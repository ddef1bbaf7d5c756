import type { SQL } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type * as schema from './schema';

/** The query builder of either engine, with the types of the SQLite tables. */
export type Database = Pick<BetterSQLite3Database<typeof schema>, 'select' | 'insert' | 'update' | 'delete' | 'query'>;

export type Condition = SQL | undefined;

/**
 * A write that is built but not run. It ends in `.returning(…)`, so its rows show what it did. SQLite's transactions are
 * synchronous and use `all`; PostgreSQL uses `execute`. `committed` runs after the commit, to log for example.
 */
export type Write<Row = unknown> = { all(): Row[]; execute(): Promise<Row[]>; committed?(): void };

/** The first row that the guard touched, and the writes that followed. */
export type Done<Row> = { row: Row | undefined; written: Write[] };

/** Only db/index.ts knows which engine is in use. */
export type Engine = {
  /** @throws Unavailable */
  orm(): Database;
  /** Makes one attempt at a serializable transaction. @throws Unavailable */
  runTransaction<Row>(
    guard: (on: Database) => Write<Row>,
    writes: (on: Database, row: Row) => Write[],
    isRetry: boolean,
  ): Promise<Done<Row>>;
  /** Whether a transaction failed because of a concurrent one, so a retry may succeed. */
  isContended(error: unknown): boolean;
  /** The engine's error code. */
  uniqueViolation: string;
  /** Looks for damage, once at the start. @throws UnusableDatabase */
  check(): Promise<void>;
  /** Runs all pending migrations or none. @throws UnusableDatabase */
  migrate(): Promise<void>;
  /** Removes the bytes of deleted rows from the write-ahead log, unless another process uses it at that moment. */
  eraseDeleted(): void;
  close(): Promise<void>;
};
