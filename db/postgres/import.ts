import pg from 'pg';
import type { Database } from '../engine';
import { UnusableDatabase } from '../errors';
import { ormOver } from './connection';
import { nameOf, runMigrations } from './migrate';

/**
 * Migrates an empty database and fills it in one transaction, with every table locked.
 * @throws UnusableDatabase if it has rows, or Portrait can't use it
 */
export async function importInto(url: string, tables: string[], copy: (on: Database) => Promise<void>): Promise<void> {
  await runMigrations(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // the pending query rejects as well
  try {
    await client.connect();
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`);
    for (const table of tables) await refuseRowsIn(client, table, nameOf(url));
    await copy(ormOver(client));
    await client.query("SELECT setval('events_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM events), false)");
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function refuseRowsIn(client: pg.Client, table: string, name: string): Promise<void> {
  const { rowCount } = await client.query(`SELECT 1 FROM ${table} LIMIT 1`);
  if (rowCount === 0) return;
  throw new UnusableDatabase(name, `is not empty: there are ${table} in it`, 'Name a new one; nothing was changed.');
}
