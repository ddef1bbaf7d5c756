import type { SQL } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type * as schema from './schema';

/** What queries are built on, whichever engine runs them; its types are those of SQLite's tables. */
export type Database = Pick<BetterSQLite3Database<typeof schema>, 'select' | 'insert' | 'update' | 'delete' | 'query'>;

/** What must be true of a row for a write to touch it. */
export type Condition = SQL | undefined;

/**
 * A write that has been built but not run; it ends in `.returning(…)`, so that its rows tell what it did. SQLite, whose
 * transactions do not wait, runs it with `all`, PostgreSQL with `execute`. What is to follow once it is committed, such
 * as a line in the log, may come with it.
 */
export type Write<Row = unknown> = { all(): Row[]; execute(): Promise<Row[]>; committed?(): void };

/** What a transaction did: the first row that its condition touched, and the writes that followed. */
export type Done<Row> = { row: Row | undefined; written: Write[] };

/** All that an engine must do; db/index.ts is the one file that knows which it is. */
export type Engine = {
  /** The open database. @throws Busy */
  orm(): Database;
  /** Runs writes in one transaction that is as good as alone; one attempt. @throws Busy */
  runTransaction<Row>(
    guard: (on: Database) => Write<Row>,
    writes: (on: Database, row: Row) => Write[],
    isRetry: boolean,
  ): Promise<Done<Row>>;
  /** Whether a transaction failed because of others that ran at that moment, so that another attempt may succeed. */
  isContended(error: unknown): boolean;
  /** The engine's code of a write that failed because another row already has that value. */
  uniqueViolation: string;
  /** Looks for damage, once a start. @throws UnfitDatabase */
  check(): Promise<void>;
  /** Brings the schema up to date: every pending migration or none. @throws UnfitDatabase */
  migrate(): Promise<void>;
  /** Removes the bytes of deleted rows from the write-ahead log, unless another process uses it at that moment. */
  eraseDeleted(): void;
  close(): Promise<void>;
};
