import type { Engine } from '../engine';
import { openPool, ormOver } from './connection';
import { runMigrations } from './migrate';
import { transaction } from './transaction';
import { isContended } from './trouble';

/**
 * Opens a database of a PostgreSQL server; it is not asked for anything yet.
 *
 * @param connections how many this process may hold at most
 */
export function openPostgres(url: string, connections: number): Engine {
  const pool = openPool(url, connections);
  return {
    orm: () => ormOver(pool),
    transaction: (condition, consequences, isRepeated) => transaction(pool, condition, consequences, isRepeated),
    isContended,
    uniqueViolation: '23505', // https://www.postgresql.org/docs/current/errcodes-appendix.html
    // Looking for damage is the server's own work (checksums, amcheck).
    check: async () => {},
    migrate: () => runMigrations(url),
    close: () => pool.end(),
  };
}
