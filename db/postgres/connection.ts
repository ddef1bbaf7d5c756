import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { log } from '../../lib/adapters/log';
import type { Database } from '../engine';
import * as schema from '../schema';
import { codeOf, translateErrors } from './errors';

/** 64-bit values here are far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Milliseconds. The server enforces the first two; query_timeout is for a server that doesn't respond. */
const LIMITS = {
  connectionTimeoutMillis: 3000,
  statement_timeout: 5000,
  query_timeout: 6000,
  idle_in_transaction_session_timeout: 10_000,
};

/** Connects on first use. The URL's `sslmode` and `sslrootcert` set up TLS. */
export function openPool(url: string, connections: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'portrait',
    keepAlive: true,
    ...LIMITS,
  });
  // Without a listener a lost connection would end the process, in use or idle.
  pool.on('connect', (client) => client.on('error', logLost));
  pool.on('error', () => {}); // logged by the connection itself
  return pool;
}

function logLost(error: Error): void {
  log.warn({ code: codeOf(error) || error.message }, 'A database connection was lost.');
}

type Queries = Pick<pg.Pool | pg.PoolClient, 'query'>;

const made = new WeakMap<Queries, Database>();

/**
 * The query builder over a pool or a connection, with the SQLite tables: names are the same and PostgreSQL understands
 * the values, so there is one set of queries.
 */
export function ormOver(queries: Queries): Database {
  const orm = made.get(queries) ?? newOrm(queries);
  made.set(queries, orm);
  return orm;
}

function newOrm(queries: Queries): Database {
  const query = (config: pg.QueryConfig, values: unknown[]) => queries.query(config, values.map(storable));
  const orm = drizzle({ client: { query } as unknown as pg.Pool, schema });
  const { session } = orm._;
  const prepareQuery = session.prepareQuery.bind(session);
  session.prepareQuery = (...statement) => {
    const prepared = prepareQuery(...statement);
    const execute = prepared.execute.bind(prepared);
    prepared.execute = (...values) => translateErrors(() => execute(...values));
    return prepared as never;
  };
  return orm as unknown as Database;
}

/** PostgreSQL can't store NUL. No stored text contains it, so a text with NUL matches nothing. */
const storable = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value);
