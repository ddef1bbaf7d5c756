import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { log } from '../../lib/adapters/log';
import type { Database } from '../engine';
import * as schema from '../schema';
import { codeOf, translateErrors } from './errors';

/** Instants are 64 bits wide and far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Milliseconds. The server ends what takes longer; where it says nothing at all, the connection is given up. */
const LIMITS = {
  connectionTimeoutMillis: 3000,
  statement_timeout: 5000,
  query_timeout: 6000,
  idle_in_transaction_session_timeout: 10_000,
};

/** A pool of connections, made when they are first needed. TLS is as the URL's `sslmode` and `sslrootcert` say. */
export function openPool(url: string, connections: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'portrait',
    keepAlive: true,
    ...LIMITS,
  });
  // Without a listener a connection that is lost ends the process, whether it was in use or idle.
  pool.on('connect', (client) => client.on('error', tellLost));
  pool.on('error', () => {}); // the connection itself has told
  return pool;
}

function tellLost(error: Error): void {
  log.warn({ code: codeOf(error) || error.message }, 'A database connection was lost.');
}

type Queries = Pick<pg.Pool | pg.PoolClient, 'query'>;

const made = new WeakMap<Queries, Database>();

/**
 * What queries are built on, over a pool or one connection of it. The tables are SQLite's: names and columns are the
 * same, and what their columns read and write PostgreSQL understands, so that there is one source of queries.
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

/** PostgreSQL stores no text with a NUL; nothing that is stored has one, and nothing that is asked for matches. */
const storable = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value);
