import { randomUUID } from 'node:crypto';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { runMigrations } from '../../db/postgres/migrate';
import { command, waitForExit } from '../support/command';
import { newDatabase, runSql, type TestDatabase } from '../support/database';
import { launchServer } from '../support/server';

let database: TestDatabase;
beforeEach(async () => {
  database = await newDatabase('template0');
});
afterEach(() => database.remove());

async function rows(query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(query);
  await client.end();
  return rows;
}

test('of several servers that start on a new database at once, one migrates and the others wait', async () => {
  const starts = () => runMigrations(database.url);
  await Promise.all([starts(), starts(), starts()]);
  const { length: made } = readMigrationFiles({ migrationsFolder: 'db/postgres/migrations' });
  expect(await rows('SELECT count(*)::int AS made FROM __drizzle_migrations')).toEqual([{ made }]);
});

test('of two servers that start at once on a new database, one creates the administrator', async () => {
  const place = { database: { ...database, remove: async () => {} } };
  const servers = await Promise.all([launchServer({}, place), launchServer({}, place)]);
  const told = servers.flatMap(({ lines }) => lines).filter((line) => line.startsWith('The first administrator'));
  expect(told).toHaveLength(1);
  for (const server of servers) await server.stop();
  expect(await rows('SELECT username FROM users')).toEqual([{ username: 'admin@example.com' }]);
});

test('a migration that fails leaves nothing of itself and of those before it', async () => {
  await runSql(database.url, 'CREATE SEQUENCE passkeys'); // in the way of a table, in one of the last migrations
  await expect(runMigrations(database.url)).rejects.toThrow(
    /^The database postgres:\S+ could not be brought up to date \(.*"passkeys" already exists\)\. It is unchanged/,
  );
  expect(await rows("SELECT to_regclass('users') AS users, to_regclass('__drizzle_migrations') AS made")).toEqual([
    { users: null, made: null },
  ]);
});

test('a command on an empty database says so and creates nothing', async () => {
  const { code, err } = await waitForExit(command('user', ['list'], database.url));
  expect(code).toBe(1);
  expect(err).toMatch(/^The database postgres:\S+ has nothing in it yet\. Check DATABASE_URL, or start .+ first\.$/m);
  expect(await rows("SELECT to_regclass('users') AS users")).toEqual([{ users: null }]);
});

describe('a start names the database without its password and is refused if it', () => {
  const refusal = async (url = database.url) => {
    const { code, err } = await waitForExit(command('user', ['list'], url.replace(/(?<=\/[\w-]+)@/, ':secret@')));
    expect(code).toBe(1);
    expect(err).not.toContain('secret');
    return err;
  };

  test('does not answer', async () => {
    expect(await refusal('postgres://portrait@127.0.0.1:1/portrait')).toMatch(
      /^The database postgres:\/\/127\.0\.0\.1:1\/portrait does not answer \(ECONNREFUSED\)\./,
    );
  });

  test('does not exist', async () => {
    expect(await refusal(`${database.url}-not`)).toMatch(/^The database postgres:\S+-not does not exist\./);
  });

  test('has no free connection', async () => {
    const role = `limited-${randomUUID()}`;
    const name = new URL(database.url).pathname.slice(1);
    await runSql(database.url, `CREATE ROLE "${role}" LOGIN; ALTER DATABASE "${name}" CONNECTION LIMIT 0`);
    const { code, err } = await waitForExit(
      command('user', ['list'], database.url.replace('portrait@', `${role}:secret@`)),
    );
    await runSql(database.url, `DROP ROLE "${role}"`);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^The database postgres:\S+ has no free connection \(too many/),
    ]);
    expect(err).not.toContain('secret');
  });

  test('refuses the login', async () => {
    const role = `disabled-${randomUUID()}`;
    await runSql(database.url, `CREATE ROLE "${role}" NOLOGIN`);
    const said = await refusal(database.url.replace('portrait@', `${role}@`));
    await runSql(database.url, `DROP ROLE "${role}"`);
    expect(said).toMatch(/^The database postgres:\S+ refuses the login \(.+\)\. Check DATABASE_URL\.$/m);
  });

  test('runs on an old PostgreSQL', async () => {
    const query = pg.Client.prototype.query as (...statement: unknown[]) => unknown;
    const old = jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
      this: pg.Client,
      ...statement: unknown[]
    ) {
      return statement[0] === 'SHOW server_version'
        ? Promise.resolve({ rows: [{ server_version: '14.9 (Debian 14.9-1)' }] })
        : (query.apply(this, statement) as never);
    } as never);
    const started = runMigrations(database.url);
    await expect(started).rejects.toThrow(
      /^The database postgres:\S+ runs on PostgreSQL 14\.9.*\. Portrait needs 15 or later\.$/,
    );
    old.mockRestore();
    expect(await rows("SELECT to_regclass('users') AS users")).toEqual([{ users: null }]);
  });

  test('is not in UTF-8', async () => {
    const server = database.url.replace(/[^/]+$/, '');
    const name = `ascii-${randomUUID()}`;
    await runSql(
      `${server}postgres`,
      `CREATE DATABASE "${name}" TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
    const started = runMigrations(server + name);
    await expect(started).rejects.toThrow(/^The database postgres:\S+ has the encoding SQL_ASCII\./);
    await runSql(`${server}postgres`, `DROP DATABASE "${name}" WITH (FORCE)`);
  });

  test("is another program's", async () => {
    await runSql(database.url, 'CREATE TABLE invoices (id int)');
    expect(await refusal()).toMatch(/^The database postgres:\S+ is another program's\. /);
    expect(await rows("SELECT to_regclass('users') AS users")).toEqual([{ users: null }]);
  });

  test('is of a later release', async () => {
    await runMigrations(database.url);
    await runSql(database.url, "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 9000000000000)");
    expect(await refusal()).toMatch(/^The database postgres:\S+ is of a later release of Portrait\. /);
  });
});
