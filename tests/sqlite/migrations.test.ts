import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { getTableColumns } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { users } from '../../db/schema';
import { command, waitForExit } from '../support/command';
import { newFolder, removeFolder } from '../support/folder';
import { until } from '../support/until';

let folder: string;
let file: string;

beforeEach(() => {
  folder = newFolder();
  file = join(folder, 'portrait.db');
});
afterEach(() => removeFolder(folder));

const MIGRATIONS = readMigrationFiles({ migrationsFolder: 'db/sqlite/migrations' });

/** Rows for each migration's tables, with the names of that time. */
const ROWS: Record<string, string> = {
  '0000_first': `
    INSERT INTO companies VALUES ('c', 'Acme');
    INSERT INTO users (id, company_id, username, username_key, role, language, password_hash, password_must_change, created_at)
      VALUES ('u', 'c', 'ada@example.com', 'ada@example.com', 'Engineer', 'fr', 'hash', 0, 1);
    INSERT INTO sessions (id, value_hash, user_id, created_at, last_used_at, address, user_agent)
      VALUES ('s', 'v', 'u', 1, 1, '', '');
    INSERT INTO sign_in_tickets (value_hash, owes_code, user_id, expires_at) VALUES ('t', 1, 'u', 1);
    INSERT INTO recovery_codes VALUES ('u', 'code');
    INSERT INTO avatars VALUES ('u', 'version', 64, x'00');
    INSERT INTO events (user_id, type, at, address, user_agent) VALUES ('u', 'signed-in', 1, '', '');
    INSERT INTO throttles VALUES ('key', 3, 1, 0);`,
  '0001_chores': "INSERT INTO chores VALUES ('sweep', 1)",
};

const RENAMED: Record<string, string> = { throttles: 'rate_limits', tries: 'attempts', chores: 'jobs' };
const renamed = (name: string) => RENAMED[name] ?? name;

const TAGS = JSON.parse(readFileSync('db/sqlite/migrations/meta/_journal.json', 'utf8')).entries.map(
  ({ tag }: { tag: string }) => tag,
) as string[];

/** Makes an earlier release's database, with a row in every table. */
function createReleased(migrations: number): void {
  const sqlite = new Sqlite(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.exec('CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)');
  for (const [index, { sql, hash, folderMillis }] of MIGRATIONS.slice(0, migrations).entries()) {
    for (const statement of sql) sqlite.exec(statement);
    sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run(hash, folderMillis);
    sqlite.exec(ROWS[TAGS[index] as string] ?? '');
  }
  sqlite.close();
}

function read<Result>(look: (sqlite: Sqlite.Database) => Result): Result {
  const sqlite = new Sqlite(file);
  try {
    return look(sqlite);
  } finally {
    sqlite.close();
  }
}

/** The schema and the rows of each table, under today's names. */
const everything = () =>
  read((sqlite) => {
    const schema = sqlite.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all() as Row[];
    const tables = schema.filter(({ type, name }) => type === 'table' && !/^(sqlite|__drizzle)_/.test(`${name}`));
    const rowsOf = ({ name }: Row) => (sqlite.prepare(`SELECT * FROM ${name}`).all() as Row[]).map(renamedRow);
    return { schema, rows: Object.fromEntries(tables.map((table) => [renamed(`${table.name}`), rowsOf(table)])) };
  });

type Row = Record<string, unknown>;

const renamedRow = (row: Row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [renamed(name), value]));

const withoutNulls = (tables: Record<string, Row[]>) => {
  const filled = (row: Row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map(filled)]));
};

/** The working folder of a later release, which has one more migration. */
function nextRelease(sql: string): string {
  const migrations = join(folder, 'release', 'db', 'sqlite', 'migrations');
  mkdirSync(migrations, { recursive: true });
  cpSync('db/sqlite/migrations', migrations, { recursive: true });
  const journal = join(migrations, 'meta', '_journal.json');
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8'));
  const next = { ...entries.at(-1), idx: entries.length, when: 9e12, tag: '9999_next' };
  writeFileSync(journal, JSON.stringify({ ...rest, entries: [...entries, next] }));
  writeFileSync(join(migrations, '9999_next.sql'), sql);
  return join(folder, 'release');
}

const starts = (release?: string) => command('user', ['list'], `file:${file}`, { cwd: release });

test.each(MIGRATIONS.map((_, made) => made + 1))(
  'a database with %i migrations keeps its rows and gets the rest',
  async (migrations) => {
    createReleased(migrations);
    const before = everything();
    expect(await waitForExit(starts())).toMatchObject({
      code: 0,
      out: expect.stringContaining('ada@example.com\tAcme'),
    });
    const after = everything();
    expect(after.rows).toMatchObject(withoutNulls(before.rows)); // the start fills in derived columns
    expect(after.schema).toEqual(schemaOfNewDatabase());
  },
);

test('when a password was changed is read from the events', async () => {
  createReleased(TAGS.findIndex((tag) => tag.endsWith('password_changed_at')));
  const happened = (type: string, at: number) =>
    `INSERT INTO events (user_id, type, at, address, user_agent) VALUES ('u', '${type}', ${at}, '', '');`;
  const events = [happened('password-changed', 5), happened('password-reset', 7), happened('signed-in', 9)];
  read((sqlite) => sqlite.exec(events.join('')));
  expect(await waitForExit(starts())).toMatchObject({ code: 0 });
  expect(everything().rows.users?.[0]).toMatchObject({ password_changed_at: 7 });
});

function schemaOfNewDatabase(): unknown[] {
  file = join(folder, 'new.db');
  createReleased(MIGRATIONS.length);
  return everything().schema;
}

test('a migration that rebuilds a table keeps the rows that refer to it', async () => {
  createReleased(MIGRATIONS.length);
  expect(await waitForExit(starts())).toMatchObject({ code: 0 }); // fills in the search keys
  const before = everything().rows;
  const types: Record<string, string> = { id: 'text PRIMARY KEY', company_id: 'text REFERENCES companies(id)' };
  const columns = Object.values(getTableColumns(users)).map(({ name }) => `${name} ${types[name] ?? ''}`);
  const release = nextRelease(`
    PRAGMA foreign_keys=OFF;--> statement-breakpoint
    CREATE TABLE __new_companies (id text PRIMARY KEY NOT NULL, name text NOT NULL, name_key text);--> statement-breakpoint
    INSERT INTO __new_companies SELECT id, name, name_key FROM companies;--> statement-breakpoint
    DROP TABLE companies;--> statement-breakpoint
    ALTER TABLE __new_companies RENAME TO companies;--> statement-breakpoint
    CREATE TABLE __new_users AS SELECT * FROM users;--> statement-breakpoint
    DROP TABLE users;--> statement-breakpoint
    CREATE TABLE users (${columns.join(', ')});--> statement-breakpoint
    INSERT INTO users SELECT * FROM __new_users;--> statement-breakpoint
    DROP TABLE __new_users;
  `);
  expect(await waitForExit(starts(release))).toMatchObject({ code: 0, err: '' });
  expect(everything().rows).toEqual(before);
});

test.each([
  ['that is wrong', 'CREATE TABLE half (id text);--> statement-breakpoint\nNONSENSE;', /syntax error/],
  ['that loses rows which others refer to', 'DELETE FROM companies;', /1 rows would refer to nothing/],
])('a migration %s leaves the database as it was, and says so', async (_, sql, why) => {
  createReleased(MIGRATIONS.length);
  const before = everything();
  const { code, err } = await waitForExit(starts(nextRelease(sql)));
  expect([code, err]).toEqual([1, expect.stringMatching(why)]);
  expect(err).toContain(`The database ${file} could not be brought up to date`);
  expect(err).toContain('It is unchanged');
  expect(everything()).toEqual(before);
  expect(await waitForExit(starts())).toMatchObject({ code: 0 });
});

test('a migration killed half-way leaves the database as it was, and runs at the next start', async () => {
  createReleased(MIGRATIONS.length);
  const before = everything();
  const long = 'WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1e9)';
  const child = starts(
    nextRelease(`CREATE TABLE long (id);--> statement-breakpoint\nINSERT INTO long ${long} SELECT i FROM n;`),
  );
  const wal = () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  await until(() => wal() >= 1e6);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(everything()).toEqual(before);
  expect(await waitForExit(starts(nextRelease('CREATE TABLE short (id text);')))).toMatchObject({ code: 0 });
  expect(JSON.stringify(everything().schema)).toContain('CREATE TABLE short');
});
