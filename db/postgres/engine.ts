import type { Engine } from '../engine';
import { openPool, ormOver } from './connection';
import { isContended } from './errors';
import { runMigrations } from './migrate';
import { runTransaction } from './transaction';

export function openPostgres(url: string, connections: number): Engine {
  const pool = openPool(url, connections);
  return {
    orm: () => ormOver(pool),
    runTransaction: (guard, writes, attempt) => runTransaction(pool, guard, writes, attempt),
    isContended,
    uniqueViolation: '23505', // https://www.postgresql.org/docs/current/errcodes-appendix.html
    // PostgreSQL checks itself (checksums, amcheck).
    check: async () => {},
    flush: async () => {}, // it shows no change before
    migrate: () => runMigrations(url),
    eraseDeleted: () => {}, // PostgreSQL recycles its own log
    close: () => pool.end(),
  };
}
