import { getTableName, is, type SQL } from 'drizzle-orm';
import { PgDialect, PgTable, getTableConfig as postgresConfig } from 'drizzle-orm/pg-core';
import { SQLiteSyncDialect, SQLiteTable, getTableConfig as sqliteConfig } from 'drizzle-orm/sqlite-core';
import { TABLES as MOVED_TABLES } from '../db/move';
import * as postgresSchema from '../db/postgres/schema';
import * as sqliteSchema from '../db/schema';

const sqlite = { ...sqliteSchema };
const postgres = { ...postgresSchema };

const TABLES = Object.keys(sqlite) as (keyof typeof sqlite)[];

/** Types that hold the same values on SQLite and PostgreSQL. */
const SAME_TYPES: Record<string, string[]> = {
  SQLiteText: ['text', 'text COLLATE "C"'],
  SQLiteTextJson: ['text'],
  SQLiteInteger: ['integer', 'bigint'],
  SQLiteBoolean: ['boolean'],
  SQLiteBlobBuffer: ['bytea'],
};

type Config = ReturnType<typeof sqliteConfig> | ReturnType<typeof postgresConfig>;

function promises({ name, columns, indexes, foreignKeys, primaryKeys }: Config, textOf: (condition: SQL) => string) {
  const keyed = columns.filter(({ primary }) => primary).map(({ name }) => name);
  return {
    name,
    columns: columns.map(({ name, notNull, isUnique }) => ({ name, notNull, isUnique })),
    key: [...keyed, ...primaryKeys.flatMap(({ columns }) => columns.map(({ name }) => name))],
    indexes: indexes.map(({ config: { name, columns, where } }) => ({
      name,
      columns: columns.map((column) => ('name' in column ? column.name : '')),
      where:
        where &&
        textOf(where)
          .toLowerCase()
          .replace(/"\w+"\.|"/g, ''),
    })),
    foreignKeys: foreignKeys.map((key) => {
      const { columns, foreignTable, foreignColumns } = key.reference();
      return [columns, foreignColumns]
        .map((list) => list.map(({ name }) => name))
        .concat([[getTableName(foreignTable), key.onDelete ?? 'no action']]);
    }),
  };
}

const inSqlite = (condition: SQL) => new SQLiteSyncDialect().sqlToQuery(condition).sql;
const inPostgres = (condition: SQL) => new PgDialect().sqlToQuery(condition).sql;

test('both engines have the same tables', () => {
  const isTable = (kind: typeof SQLiteTable | typeof PgTable) => (value: unknown) => is(value, kind);
  expect(Object.values(sqlite).filter(isTable(SQLiteTable))).toHaveLength(TABLES.length);
  expect(Object.keys(postgres).sort()).toEqual([...TABLES].sort());
  expect(Object.values(postgres).filter(isTable(PgTable))).toHaveLength(TABLES.length);
});

test('a move copies every table, after those that it refers to', () => {
  const moved = MOVED_TABLES.map((table) => getTableName(table));
  expect([...moved].sort()).toEqual(TABLES.map((name) => getTableName(sqlite[name])).sort());
  for (const [n, table] of MOVED_TABLES.entries()) {
    const referenced = sqliteConfig(table).foreignKeys.map((key) => getTableName(key.reference().foreignTable));
    expect(moved.slice(0, n)).toEqual(expect.arrayContaining(referenced));
  }
});

test.each(TABLES)('both engines have the same columns, keys and indexes in %s', (name) => {
  const ours = sqliteConfig(sqlite[name]);
  const theirs = postgresConfig(postgres[name]);
  expect(promises(theirs, inPostgres)).toEqual(promises(ours, inSqlite));
  for (const [at, { columnType, name }] of ours.columns.entries())
    expect([name, SAME_TYPES[columnType]]).toEqual([
      name,
      expect.arrayContaining([theirs.columns[at]?.getSQLType() as string]),
    ]);
});

test.each(TABLES)('timestamps in %s have 64 bits in PostgreSQL', (name) => {
  const instants = postgresConfig(postgres[name]).columns.filter((column) =>
    /_at$|_until$|^at$|_step$/.test(column.name),
  );
  for (const instant of instants) expect([instant.name, instant.getSQLType()]).toEqual([instant.name, 'bigint']);
});
