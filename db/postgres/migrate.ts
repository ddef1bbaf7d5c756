import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { checkMigrations } from '../check-migrations';
import { databaseMissing, UnusableDatabase } from '../errors';
import { toUnusable } from './errors';

const TABLE = '__drizzle_migrations';

/** Advisory lock: while one server migrates, the others wait. The number is arbitrary. */
const LOCK = 7_067_421;

const OLDEST_VERSION = 15;

/**
 * Runs all pending migrations or none, over its own connection.
 * @throws UnusableDatabase
 */
export async function runMigrations(url: string): Promise<void> {
  await connected(url, async (client, name) => {
    await checkServer(client, name);
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await migrate(client, name);
    await client.query('COMMIT');
  });
}

/** @throws UnusableDatabase if the database hasn't been created by a start */
export async function refuseNew(url: string): Promise<void> {
  await connected(url, async (client, name) => {
    if (await isEmpty(client)) throw databaseMissing(name, 'has nothing in it yet');
  });
}

async function connected(url: string, work: (client: pg.Client, name: string) => Promise<void>): Promise<void> {
  const name = nameOf(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // the pending query rejects as well
  try {
    await client.connect();
    await work(client, name);
  } catch (error) {
    throw toUnusable(name, error);
  } finally {
    await client.end();
  }
}

async function checkServer(client: pg.Client, name: string): Promise<void> {
  const show = async (setting: string) => String((await client.query(`SHOW ${setting}`)).rows[0][setting]);
  const version = await show('server_version');
  const encoding = await show('server_encoding');
  if (Number.parseInt(version, 10) < OLDEST_VERSION)
    throw new UnusableDatabase(name, `runs on PostgreSQL ${version}`, `Portrait needs ${OLDEST_VERSION} or later.`);
  if (encoding !== 'UTF8')
    throw new UnusableDatabase(
      name,
      `has the encoding ${encoding}`,
      'Create one with UTF8 (createdb -E UTF8 -T template0).',
    );
}

async function migrate(client: pg.Client, name: string): Promise<void> {
  const known = readMigrationFiles({ migrationsFolder: 'db/postgres/migrations' });
  const made = await migrationsOf(client);
  const times = known.map(({ folderMillis }) => folderMillis);
  checkMigrations(name, made, times, await isEmpty(client));
  if (made.length === 0)
    await client.query(`CREATE TABLE ${TABLE} (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`);
  for (const { sql, hash, folderMillis } of known.slice(made.length)) {
    for (const statement of sql) await run(client, statement, name);
    await client.query(`INSERT INTO ${TABLE} (hash, created_at) VALUES ($1, $2)`, [hash, folderMillis]);
  }
}

async function run(client: pg.Client, statement: string, name: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const fault = `could not be brought up to date (${(error as Error).message})`;
    throw new UnusableDatabase(name, fault, 'It is unchanged: the previous release still works with it.');
  }
}

async function migrationsOf(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query('SELECT to_regclass($1) AS found', [TABLE]);
  if (rows[0].found === null) return [];
  const made = await client.query(`SELECT created_at FROM ${TABLE} ORDER BY created_at`);
  return made.rows.map((row) => Number(row.created_at));
}

async function isEmpty(client: pg.Client): Promise<boolean> {
  const found = await client.query(
    "SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm') LIMIT 1",
  );
  return found.rowCount === 0;
}

export function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}
