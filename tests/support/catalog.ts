import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** A table as a database describes it. */
export type Table = {
  name: string;
  columns: { name: string; type: string; notNull: boolean; default: string | null; isGenerated: boolean }[];
  key: string[];
  indexes: Index[];
  foreignKeys: { columns: string[]; table: string; foreignColumns: string[]; onDelete: string }[];
};

type Index = { name: string; columns: string[]; isUnique: boolean; where: string | null };

/** A condition or default without engine-specific quotes, casts, parentheses and table names. */
export const plain = (sql: string) =>
  sql
    .toLowerCase()
    .replace(/"?\w+"?\.|::\w+|["'`()]/g, '')
    .trim();

export const inOrder = (table: Table): Table => ({
  ...table,
  indexes: table.indexes.sort((one, other) => one.name.localeCompare(other.name)),
  foreignKeys: table.foreignKeys.sort((one, other) => `${one.columns}`.localeCompare(`${other.columns}`)),
});

/** Reads the tables of an SQLite file from its own catalogue: https://sqlite.org/pragma.html */
export function describeSqlite(file: string): Table[] {
  const sqlite = new Sqlite(file);
  const rows = (sql: string) => sqlite.prepare(sql).all() as Record<string, string | number | null>[];
  const tables = rows(
    "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'",
  );
  const described = tables
    .filter(({ name }) => !`${name}`.startsWith('sqlite_'))
    .map(({ name: table, sql }) => {
      const columns = rows(`PRAGMA table_info(${table})`);
      const indexes = rows(`PRAGMA index_list(${table})`).filter(({ origin }) => origin !== 'pk');
      return inOrder({
        name: `${table}`,
        columns: columns.map(({ name, type, notnull, dflt_value: value }) => ({
          name: `${name}`,
          type: `${type}`.toLowerCase(),
          notNull: notnull === 1,
          default: value === null || value === undefined ? null : plain(`${value}`),
          isGenerated: new RegExp(`\`${name}\` integer PRIMARY KEY AUTOINCREMENT`).test(`${sql}`),
        })),
        key: columns
          .filter(({ pk }) => Number(pk) > 0)
          .sort((one, other) => Number(one.pk) - Number(other.pk))
          .map(({ name }) => `${name}`),
        indexes: indexes.map(({ name, unique }) => {
          const [made] = rows(`SELECT sql FROM sqlite_master WHERE name = '${name}'`);
          const where = /\bWHERE\b(.*)$/is.exec(`${made?.sql}`)?.[1];
          return {
            name: `${name}`,
            columns: rows(`PRAGMA index_info(${name})`).map(({ name }) => `${name}`),
            isUnique: unique === 1,
            where: where ? plain(where) : null,
          };
        }),
        foreignKeys: rows(`PRAGMA foreign_key_list(${table})`).map((key) => ({
          columns: [`${key.from}`],
          table: `${key.table}`,
          foreignColumns: [`${key.to}`],
          onDelete: `${key.on_delete}`.toLowerCase(),
        })),
      });
    });
  sqlite.close();
  return described;
}

const COLUMNS = `
  SELECT column_name AS name, data_type || coalesce(' COLLATE "' || collation_name || '"', '') AS type, is_nullable = 'NO' AS "notNull", column_default AS "default",
    is_identity = 'YES' AS "isGenerated"
  FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public' ORDER BY ordinal_position`;

const INDEXES = `
  SELECT relname AS name, indisprimary AS "isKey", indisunique AS "isUnique", pg_get_expr(indpred, indrelid) AS where,
    array(SELECT pg_get_indexdef(indexrelid, at, true) FROM generate_series(1, indnkeyatts) at) AS columns
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = $1::regclass`;

const FOREIGN_KEYS = `
  SELECT confrelid::regclass::text AS table,
    CASE confdeltype WHEN 'c' THEN 'cascade' WHEN 'a' THEN 'no action' WHEN 'n' THEN 'set null' ELSE confdeltype::text END AS "onDelete",
    array(SELECT attname::text FROM unnest(conkey) k JOIN pg_attribute ON attrelid = conrelid AND attnum = k) AS columns,
    array(SELECT attname::text FROM unnest(confkey) k JOIN pg_attribute ON attrelid = confrelid AND attnum = k) AS "foreignColumns"
  FROM pg_constraint WHERE contype = 'f' AND conrelid = $1::regclass`;

/** Reads the tables of a PostgreSQL database from its own catalogue. */
export async function describePostgres(url: string): Promise<Table[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = async (sql: string, ...values: string[]) => (await client.query(sql, values)).rows;
  const tables = await rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^__'");
  const described: Table[] = [];
  for (const { tablename } of tables) {
    const columns: Table['columns'] = await rows(COLUMNS, tablename);
    const indexes: (Index & { isKey: boolean })[] = await rows(INDEXES, tablename);
    described.push(
      inOrder({
        name: tablename,
        columns: columns.map((column) => ({
          ...column,
          default: column.default === null ? null : plain(column.default),
        })),
        key: indexes.find(({ isKey }) => isKey)?.columns ?? [],
        indexes: indexes
          .filter(({ isKey }) => !isKey)
          .map(({ isKey, where, ...index }) => ({ ...index, where: where === null ? null : plain(where) })),
        foreignKeys: await rows(FOREIGN_KEYS, tablename),
      }),
    );
  }
  await client.end();
  return described;
}
