import { getTableName, is, type SQL } from 'drizzle-orm';
import { PgDialect, PgTable, getTableConfig as postgresConfig } from 'drizzle-orm/pg-core';
import { SQLiteSyncDialect, SQLiteTable, getTableConfig as sqliteConfig } from 'drizzle-orm/sqlite-core';
import { closeDatabase, migrateDatabase, openDatabase } from '../db';
import * as postgresSchema from '../db/postgres/schema';
import * as sqliteSchema from '../db/schema';
import { isFile } from '../lib/settings';
import { describePostgres, describeSqlite, inOrder, plain, type Table } from './support/catalog';
import { newDatabase, type TestDatabase } from './support/database';

let database: TestDatabase;
beforeEach(async () => {
  database = await newDatabase('template0');
  openDatabase(database.url);
  await migrateDatabase();
});
afterEach(async () => {
  await closeDatabase();
  await database.remove();
});

type Config = ReturnType<typeof sqliteConfig> | ReturnType<typeof postgresConfig>;

function described({ name, columns, indexes, foreignKeys, primaryKeys }: Config, textOf: (sql: SQL) => string): Table {
  const keyed = columns.filter(({ primary }) => primary);
  const names = (list: { name: string }[]) => list.map(({ name }) => name);
  return inOrder({
    name,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.getSQLType(),
      notNull: column.notNull,
      default: column.default === undefined ? null : plain(`${column.default}`),
      isGenerated:
        'autoIncrement' in column
          ? Boolean(column.autoIncrement)
          : 'generatedIdentity' in column && Boolean(column.generatedIdentity),
    })),
    key: [...names(keyed), ...primaryKeys.flatMap(({ columns }) => columns.map(({ name }) => name))],
    indexes: [
      ...indexes.map(({ config: { name, columns, unique, where } }) => ({
        name: `${name}`,
        columns: names(columns as { name: string }[]),
        isUnique: unique,
        where: where ? plain(textOf(where)) : null,
      })),
      ...columns
        .filter(({ isUnique }) => isUnique)
        .map(({ name, uniqueName }) => ({ name: `${uniqueName}`, columns: [name], isUnique: true, where: null })),
    ],
    foreignKeys: foreignKeys.map((key) => {
      const { columns, foreignTable, foreignColumns } = key.reference();
      return {
        columns: names(columns),
        table: getTableName(foreignTable),
        foreignColumns: names(foreignColumns),
        onDelete: key.onDelete ?? 'no action',
      };
    }),
  });
}

const inSqlite = (sql: SQL) => new SQLiteSyncDialect().sqlToQuery(sql).sql;
const inPostgres = (sql: SQL) => new PgDialect().sqlToQuery(sql).sql;

const ofSchema = (url: string): Table[] =>
  isFile(url)
    ? Object.values({ ...sqliteSchema })
        .filter((table) => is(table, SQLiteTable))
        .map((table) => described(sqliteConfig(table), inSqlite))
    : Object.values({ ...postgresSchema })
        .filter((table) => is(table, PgTable))
        .map((table) => described(postgresConfig(table), inPostgres));

const byName = (tables: Table[]) => Object.fromEntries(tables.map((table) => [table.name, table]));

test('the migrations create the tables, columns, keys and indexes of the schema', async () => {
  const { url } = database;
  const found = isFile(url) ? describeSqlite(url.replace(/^file:/, '')) : await describePostgres(url);
  expect(byName(found)).toEqual(byName(ofSchema(url)));
});
