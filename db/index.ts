import { setTimeout } from 'node:timers/promises';
import type { Database, Engine, Write } from './engine';
import { openPostgres } from './postgres/engine';
import { refuseNew as refuseNewPostgres } from './postgres/migrate';
import { openSqlite } from './sqlite/engine';
import { refuseNew as refuseNewFile } from './sqlite/open';

export type { Condition, Database, Write } from './engine';

/** server.ts opens the database, and Next's bundles, which load this module anew, use it: there is one a process. */
const shared = globalThis as { portraitDatabase?: Engine };

/**
 * Opens the database for this process.
 *
 * @param url `file:` and the path of an SQLite file, made where there is none, or `postgres://…`
 * @param connections how many this process may hold at most, where the database is a server
 * @throws UnfitDatabase
 */
export function openDatabase(url: string, connections = 2): void {
  shared.portraitDatabase = url.startsWith('file:')
    ? openSqlite(url.slice('file:'.length))
    : openPostgres(url, connections);
}

/**
 * Opens the database for a command, which makes none: a start has made it. It is brought up to date.
 *
 * @throws UnfitDatabase
 */
export async function openExistingDatabase(url: string): Promise<void> {
  if (url.startsWith('file:')) refuseNewFile(url.slice('file:'.length));
  else await refuseNewPostgres(url);
  openDatabase(url);
  await migrateDatabase();
}

/** Closes it; an SQLite file is closed by the time this returns its promise. */
export async function closeDatabase(): Promise<void> {
  const open = shared.portraitDatabase;
  shared.portraitDatabase = undefined;
  await open?.close();
}

function engine(): Engine {
  if (!shared.portraitDatabase) throw new Error('openDatabase comes first');
  return shared.portraitDatabase;
}

/** The open database. @throws Busy */
export function db(): Database {
  return engine().orm();
}

/** Looks for damage: once a start, not once a process. @throws UnfitDatabase */
export async function checkDatabase(): Promise<void> {
  await engine().check();
}

/** Brings the schema up to date: every pending migration or none. @throws UnfitDatabase */
export async function migrateDatabase(): Promise<void> {
  await engine().migrate();
}

/** Removes the bytes of deleted rows from the write-ahead log, or leaves it to the next cleanup. */
export function eraseDeleted(): void {
  engine().eraseDeleted();
}

/** How long a write waits for other writers, of this process or another. */
const LOCK_TIMEOUT_MS = 2000;

/**
 * Runs writes in one transaction: all of them, or none. The guard carries the condition of the whole: if it touches no
 * row, nothing is written. The writes that follow may use the row that it returned.
 *
 * @returns the first row that the guard touched; undefined if its condition did not hold
 * @throws Unavailable
 */
export async function transaction<Row>(
  guard: (on: Database) => Write<Row>,
  writes: (on: Database, row: Row) => Write[] = () => [],
  { timeoutMs = LOCK_TIMEOUT_MS } = {},
): Promise<Row | undefined> {
  const { runTransaction, isContended } = engine();
  const deadline = performance.now() + timeoutMs;
  for (let isRetry = false; ; isRetry = true) {
    try {
      const { row, written } = await runTransaction(guard, writes, isRetry);
      for (const write of written) write.committed?.();
      return row;
    } catch (error) {
      const isTimedOut = performance.now() >= deadline && (isRetry || timeoutMs === 0);
      if (!isContended(error) || isTimedOut) throw error;
    }
    await setTimeout(1 + Math.random() * 20);
  }
}

/** A write that writes nothing. */
export const NO_WRITE: Write = { all: () => [], execute: async () => [] };

/** Whether a write failed because another row already has that value. */
export function isUniqueViolation(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code === engine().uniqueViolation || (cause !== undefined && isUniqueViolation(cause));
}
