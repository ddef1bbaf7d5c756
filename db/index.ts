import { setTimeout } from 'node:timers/promises';
import type { Database, Engine, Write } from './engine';
import { openPostgres } from './postgres/engine';
import { refuseNew as refuseNewPostgres } from './postgres/migrate';
import { openSqlite } from './sqlite/engine';
import { refuseNew as refuseNewFile } from './sqlite/open';

export type { Condition, Database, Write } from './engine';

/** server.ts opens the database, and Next's bundles have their own copy of this module. */
const shared = globalThis as { portraitDatabase?: Engine };

/**
 * @param url `file:` and the path of an SQLite file, which is created if it's missing, or `postgres://…`
 * @param connections at most, to a PostgreSQL server
 * @throws UnusableDatabase
 */
export function openDatabase(url: string, connections = 2): void {
  shared.portraitDatabase = url.startsWith('file:')
    ? openSqlite(url.slice('file:'.length))
    : openPostgres(url, connections);
}

/** For a command, which doesn't create a database. @throws UnusableDatabase */
export async function openExistingDatabase(url: string): Promise<void> {
  if (url.startsWith('file:')) refuseNewFile(url.slice('file:'.length));
  else await refuseNewPostgres(url);
  openDatabase(url);
  await migrateDatabase();
}

/** SQLite closes synchronously, so this works in an exit handler. */
export async function closeDatabase(): Promise<void> {
  const open = shared.portraitDatabase;
  shared.portraitDatabase = undefined;
  await open?.close();
}

function engine(): Engine {
  if (!shared.portraitDatabase) throw new Error('The database is not open.');
  return shared.portraitDatabase;
}

/** @throws Unavailable */
export function db(): Database {
  return engine().orm();
}

/** Looks for damage: once at the start, not in each process. @throws UnusableDatabase */
export async function checkDatabase(): Promise<void> {
  await engine().check();
}

export async function migrateDatabase(): Promise<void> {
  await engine().migrate();
}

/** Removes the bytes of deleted rows from the write-ahead log; if it's busy, the next cleanup does. */
export function eraseDeleted(): void {
  engine().eraseDeleted();
}

/** Waits until every change that can be read is on disk. Call before an answer rests on another request's change. */
export async function flushed(): Promise<void> {
  await engine().flush();
}

/** How long a write waits for other writers, in any process. */
const LOCK_TIMEOUT_MS = 2000;

/**
 * Runs writes in one transaction. If the guard touches no row, nothing is written. The writes may use its row. With
 * `mayBeLost`, a power failure soon after may undo it, and it needn't wait for the disk.
 * @returns the guard's first row; undefined if its condition didn't hold
 * @throws Unavailable
 */
export async function transaction<Row>(
  guard: (on: Database) => Write<Row>,
  writes: (on: Database, row: Row) => Write[] = () => [],
  { timeoutMs = LOCK_TIMEOUT_MS, mayBeLost = false } = {},
): Promise<Row | undefined> {
  const { runTransaction, isContended } = engine();
  const deadline = performance.now() + timeoutMs;
  for (let isRetry = false; ; isRetry = true) {
    try {
      const { row, written } = await runTransaction(guard, writes, { isRetry, mayBeLost });
      for (const write of written) write.committed?.();
      return row;
    } catch (error) {
      const isTimedOut = performance.now() >= deadline && (isRetry || timeoutMs === 0);
      if (!isContended(error) || isTimedOut) throw error;
    }
    await setTimeout(1 + Math.random() * 20);
  }
}

export const NO_WRITE: Write = { all: () => [], execute: async () => [] };

export function isUniqueViolation(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code === engine().uniqueViolation || (cause !== undefined && isUniqueViolation(cause));
}
