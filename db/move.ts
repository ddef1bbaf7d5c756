import { createHash } from 'node:crypto';
import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type SQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Database } from './engine';
import { importInto } from './postgres/import';
import * as schema from './schema';
import { openExclusive } from './sqlite/exclusive';

/** Ordered by foreign keys: referenced tables come first. */
export const TABLES = [
  schema.companies,
  schema.users,
  schema.sessions,
  schema.signInTickets,
  schema.recoveryCodes,
  schema.avatars,
  schema.events,
  schema.rateLimits,
  schema.jobs,
  schema.outbox,
  schema.linkTokens,
  schema.shownPasswords,
  schema.imports,
  schema.applications,
  schema.applicationSessions,
  schema.applicationTokens,
  schema.signingKeys,
  schema.passkeys,
  schema.passkeyChallenges,
];

const BATCH_ROWS = 200;

/**
 * Copies an SQLite database that isn't in use into an empty PostgreSQL database, all or nothing. The copied rows are
 * read back and compared before the commit.
 * @param onProgress called after each batch, and once more when a table is compared
 * @throws UnusableDatabase
 */
export async function move(file: string, url: string, onProgress: OnProgress): Promise<void> {
  const source = openExclusive(file);
  try {
    await importInto(url, TABLES.map(nameOf), async (target) => {
      for (const table of TABLES) await copy(table, source.on, target, onProgress);
    });
  } finally {
    source.close();
  }
}

type OnProgress = (table: string, rows: number, isCompared: boolean) => void;

const nameOf = (table: SQLiteTable) => getTableConfig(table).name;

async function copy(table: SQLiteTable, source: Database, target: Database, onProgress: OnProgress): Promise<void> {
  const sent = { rows: 0, sum: 0n };
  for await (const rows of batches(table, source)) {
    await target.insert(table).values(rows);
    count(sent, rows);
    onProgress(nameOf(table), sent.rows, false);
  }
  const arrived = { rows: 0, sum: 0n };
  for await (const rows of batches(table, target)) count(arrived, rows);
  if (arrived.rows !== sent.rows || arrived.sum !== sent.sum)
    throw new Error(`The ${nameOf(table)} that arrived differ from those that were sent. Nothing was changed.`);
  onProgress(nameOf(table), sent.rows, true);
}

type Row = Record<string, unknown>;

async function* batches(table: SQLiteTable, on: Database): AsyncGenerator<Row[]> {
  const columns = keyOf(table);
  const key = sql.join(Object.values(columns), sql`, `);
  let after: SQL | undefined;
  for (;;) {
    const rows: Row[] = await on.select().from(table).where(after).orderBy(key).limit(BATCH_ROWS);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    const values = Object.keys(columns).map((name) => sql`${last[name]}`);
    after = sql`(${key}) > (${sql.join(values, sql`, `)})`;
  }
}

function keyOf(table: SQLiteTable): Record<string, SQLiteColumn> {
  const [composite] = getTableConfig(table).primaryKeys;
  const isKey = (column: SQLiteColumn) => column.primary || composite?.columns.includes(column);
  return Object.fromEntries(Object.entries(getTableColumns(table)).filter(([, column]) => isKey(column)));
}

/** Adds up the rows and their SHA-256: a checksum that doesn't depend on order. */
function count(total: { rows: number; sum: bigint }, rows: Row[]): void {
  total.rows += rows.length;
  for (const row of rows) total.sum += BigInt(`0x${createHash('sha256').update(textOf(row)).digest('hex')}`);
}

const textOf = (row: Row) => JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));
