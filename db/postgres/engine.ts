import type { Engine } from '../engine';
import { openPool, ormOver } from './connection';
import { isContended } from './errors';
import { runMigrations } from './migrate';
import { runTransaction } from './transaction';

/**
 * Opens a database of a PostgreSQL server; it is not asked for anything yet.
 *
 * @param connections how many this process may hold at most
 */
export function openPostgres(url: string, connections: number): Engine {
  const pool = openPool(url, connections);
  return {
    orm: () => ormOver(pool),
    runTransaction: (guard, writes, isRetry) => runTransaction(pool, guard, writes, isRetry),
    isContended,
    uniqueViolation: '23505', // https://www.postgresql.org/docs/current/errcodes-appendix.html
    // Looking for damage is the server's own work (checksums, amcheck).
    check: async () => {},
    migrate: () => runMigrations(url),
    eraseDeleted: () => {}, // the server recycles its log by itself
    close: () => pool.end(),
  };
}
