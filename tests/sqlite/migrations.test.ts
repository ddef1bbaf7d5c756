import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { command, waitForExit } from '../support/command';
import { newFolder, removeFolder } from '../support/folder';

let folder: string;
let file: string;

beforeEach(() => {
  folder = newFolder();
  file = join(folder, 'portrait.db');
});
afterEach(() => removeFolder(folder));

const MIGRATIONS = readMigrationFiles({ migrationsFolder: 'db/sqlite/migrations' });

/** Rows of the first release, some in every table. */
const ROWS = `
  INSERT INTO companies VALUES ('c', 'Acme');
  INSERT INTO users (id, company_id, username, username_key, role, language, password_hash, password_must_change, created_at)
    VALUES ('u', 'c', 'ada@example.com', 'ada@example.com', 'Engineer', 'fr', 'hash', 0, 1);
  INSERT INTO sessions (id, value_hash, user_id, created_at, last_used_at, address, user_agent)
    VALUES ('s', 'v', 'u', 1, 1, '', '');
  INSERT INTO sign_in_tickets (value_hash, owes_code, user_id, expires_at) VALUES ('t', 1, 'u', 1);
  INSERT INTO recovery_codes VALUES ('u', 'code');
  INSERT INTO avatars VALUES ('u', 'version', 64, x'00');
  INSERT INTO events (user_id, type, at, address, user_agent) VALUES ('u', 'signed-in', 1, '', '');
  INSERT INTO throttles VALUES ('key', 3, 1, 0);
`;

const TABLES = [
  'companies',
  'users',
  'sessions',
  'sign_in_tickets',
  'recovery_codes',
  'avatars',
  'events',
  'throttles',
];

/** Makes the database that a release left, the one with so many migrations, with rows in it. */
function releasedDatabase(migrations: number): void {
  const sqlite = new Sqlite(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.exec('CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)');
  for (const [made, { sql, hash, folderMillis }] of MIGRATIONS.slice(0, migrations).entries()) {
    for (const statement of sql) sqlite.exec(statement);
    sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run(hash, folderMillis);
    if (made === 0) sqlite.exec(ROWS);
  }
  sqlite.close();
}

/** What a read of the database gives. */
function read<Result>(look: (sqlite: Sqlite.Database) => Result): Result {
  const sqlite = new Sqlite(file);
  try {
    return look(sqlite);
  } finally {
    sqlite.close();
  }
}

const everything = () =>
  read((sqlite) => ({
    schema: sqlite.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all(),
    rows: TABLES.map((table) => [table, sqlite.prepare(`SELECT * FROM ${table}`).all()]),
  }));

/** A working folder of a next release, which has one more migration. */
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
  'with %i migrations made, what is there stays and the rest is made',
  async (made) => {
    releasedDatabase(made);
    const before = everything();
    expect(await waitForExit(starts())).toMatchObject({
      code: 0,
      out: expect.stringContaining('ada@example.com\tAcme'),
    });
    const after = everything();
    expect(after.rows).toMatchObject(before.rows);
    expect(after.schema).toEqual(schemaOfNewDatabase());
  },
);

/** What an old database must come to. */
function schemaOfNewDatabase(): unknown[] {
  file = join(folder, 'new.db');
  releasedDatabase(MIGRATIONS.length);
  return everything().schema;
}

test('a migration that rebuilds a table leaves the rows that refer to it', async () => {
  releasedDatabase(MIGRATIONS.length);
  const before = everything().rows;
  const release = nextRelease(`
    PRAGMA foreign_keys=OFF;--> statement-breakpoint
    CREATE TABLE __new_companies (id text PRIMARY KEY NOT NULL, name text NOT NULL);--> statement-breakpoint
    INSERT INTO __new_companies SELECT id, name FROM companies;--> statement-breakpoint
    DROP TABLE companies;--> statement-breakpoint
    ALTER TABLE __new_companies RENAME TO companies;--> statement-breakpoint
    CREATE TABLE __new_users AS SELECT * FROM users;--> statement-breakpoint
    DROP TABLE users;--> statement-breakpoint
    CREATE TABLE users (id text PRIMARY KEY NOT NULL, company_id text REFERENCES companies(id), username text, username_key text, role text, language text, password_hash text, password_must_change integer, avatar_version text, totp_secret text, totp_started_at integer, totp_confirmed_at integer, totp_last_step integer, disabled_at integer, created_at integer);--> statement-breakpoint
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
  releasedDatabase(MIGRATIONS.length);
  const before = everything();
  const { code, err } = await waitForExit(starts(nextRelease(sql)));
  expect([code, err]).toEqual([1, expect.stringMatching(why)]);
  expect(err).toContain(`The database ${file} could not be brought up to date`);
  expect(err).toContain('It is as it was');
  expect(everything()).toEqual(before);
  expect(await waitForExit(starts())).toMatchObject({ code: 0 });
});

test('a migration that is killed in its middle leaves the database as it was, and is made at the next start', async () => {
  releasedDatabase(MIGRATIONS.length);
  const before = everything();
  const long = 'WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1e9)';
  const child = starts(
    nextRelease(`CREATE TABLE long (id);--> statement-breakpoint\nINSERT INTO long ${long} SELECT i FROM n;`),
  );
  const wal = () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  while (wal() < 1e6) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(everything()).toEqual(before);
  expect(await waitForExit(starts(nextRelease('CREATE TABLE short (id text);')))).toMatchObject({ code: 0 });
  expect(JSON.stringify(everything().schema)).toContain('CREATE TABLE short');
});
