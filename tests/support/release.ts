import { readFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { isFile } from '../../lib/settings';

/**
 * Portrait 0.1's database with two people, as its own code wrote it on 1 January 2026, and the secrets that it stores
 * hashed or encrypted. Ordered so that referenced tables come first.
 */
export const RELEASE: {
  secrets: { session: string; ticket: string; totp: string; codes: string[]; deviceCookie: string };
  rows: Record<string, Record<string, Value>[]>;
} = JSON.parse(readFileSync('tests/support/release-0.1.json', 'utf8'));

type Value = string | number | boolean | null | { base64: string };

/** The release's number of migrations. */
const MIGRATIONS = { sqlite: 2, postgres: 1 };

/** Fills an empty database with the release's tables and rows. */
export async function createRelease(url: string): Promise<void> {
  await (isFile(url) ? createFile(url.replace(/^file:/, '')) : createPostgres(url));
}

const migrations = (engine: keyof typeof MIGRATIONS) =>
  readMigrationFiles({ migrationsFolder: `db/${engine}/migrations` }).slice(0, MIGRATIONS[engine]);

async function createFile(file: string): Promise<void> {
  const sqlite = new Sqlite(file);
  sqlite.pragma('journal_mode = WAL');
  await build(
    migrations('sqlite'),
    'id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric',
    async (sql, values) => {
      sqlite
        .prepare(sql.replace(/\$\d+/g, '?'))
        .run(values.map((value) => (typeof value === 'boolean' ? Number(value) : value)));
    },
  );
  sqlite.close();
}

async function createPostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await build(migrations('postgres'), 'id serial PRIMARY KEY, hash text NOT NULL, created_at bigint', (sql, values) =>
    client.query(sql, values),
  );
  await client.query("SELECT setval('events_id_seq', (SELECT max(id) FROM events))");
  await client.end();
}

async function build(
  made: MigrationMeta[],
  columns: string,
  run: (sql: string, values: unknown[]) => Promise<unknown>,
): Promise<void> {
  await run(`CREATE TABLE __drizzle_migrations (${columns})`, []);
  for (const { sql, hash, folderMillis } of made) {
    for (const statement of sql) await run(statement, []);
    await run('INSERT INTO __drizzle_migrations (hash, created_at) VALUES ($1, $2)', [hash, folderMillis]);
  }
  for (const [table, rows] of Object.entries(RELEASE.rows))
    for (const row of rows) {
      const places = Object.keys(row).map((_, at) => `$${at + 1}`);
      const sql = `INSERT INTO ${table} (${Object.keys(row)}) VALUES (${places})`;
      await run(sql, Object.values(row).map(storable));
    }
}

const storable = (value: Value) =>
  value !== null && typeof value === 'object' ? Buffer.from(value.base64, 'base64') : value;
