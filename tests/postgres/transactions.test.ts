import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { closeDatabase, isUniqueViolation, openDatabase, transaction } from '../../db';
import { runMigrations } from '../../db/postgres/migrate';
import { users } from '../../db/schema';
import { keepsAnAdministrator, updateAnyUser, updateUser } from '../../db/users';
import { newDatabase, runSql, type TestDatabase } from '../support/database';
import { createPerson, findUser } from '../support/people';
import { until } from '../support/until';

let database: TestDatabase;

beforeEach(async () => {
  database = await newDatabase();
  openDatabase(database.url, 4);
});
afterEach(async () => {
  await closeDatabase();
  await database.remove();
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client;
}

const change = (id: string, role: string) => `UPDATE users SET role = '${role}' WHERE id = '${id}'`;

test('a transaction that deadlocks is retried', async () => {
  const [alice, bob] = [await createPerson('alice'), await createPerson('bob')];
  const [other, watcher] = [await connect(), await connect()];
  await other.query('BEGIN');
  await other.query(change(bob.id, 'Other'));
  const ours = transaction(
    (on) => updateUser(on, alice.id, { role: 'Ours' }),
    (on) => [updateUser(on, bob.id, { role: 'Ours' })],
  );
  const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  await until(async () => (await watcher.query(waiting)).rowCount === 1);
  await other.query(change(alice.id, 'Other'));
  await other.query('COMMIT');
  for (const client of [other, watcher]) await client.end();
  expect(await ours).toEqual({ id: alice.id });
  for (const { username } of [alice, bob]) expect((await findUser(username)).role).toBe('Ours');
});

test('of many writers to one row, each gets its turn', async () => {
  const { id, username } = await createPerson('alice');
  const roles = Array.from({ length: 60 }, (_, n) => `Role ${n}`);
  const done = await Promise.all(roles.map((role) => transaction((on) => updateAnyUser(on, id, { role }))));
  expect(done).toEqual(roles.map(() => ({ id })));
  expect(roles).toContain((await findUser(username)).role);
});

test('of two administrators who resign at once only while there is another, one stays', async () => {
  const people = [await createPerson('alice'), await createPerson('bob')];
  for (let round = 0; round < 10; round++) {
    for (const { id } of people) await transaction((on) => updateAnyUser(on, id, { administrator: true }));
    const resign = ({ id }: { id: string }) =>
      transaction((on) => updateUser(on, id, { administrator: false }, keepsAnAdministrator()));
    await Promise.all(people.map(resign));
    const stay = await Promise.all(people.map(({ username }) => findUser(username)));
    expect(stay.filter(({ administrator }) => administrator)).toHaveLength(1);
  }
});

test("an error doesn't have the values of a row, which would be logged", async () => {
  const { id: _, company: __, ...alice } = await createPerson('alice');
  const error = await transaction((on) =>
    on
      .insert(users)
      .values({ ...alice, id: randomUUID() })
      .returning(),
  ).catch((error) => error);
  expect(isUniqueViolation(error)).toBe(true);
  expect(JSON.stringify([error, String(error), error.detail, error.where])).not.toContain('alice@example.com');
});

test('a database of another encoding is refused before anything is made in it', async () => {
  const url = new URL(database.url);
  const name = `latin-${randomUUID()}`;
  const on = (path: string) => Object.assign(new URL(url), { pathname: `/${path}` }).href;
  await runSql(
    on('postgres'),
    `CREATE DATABASE "${name}" ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
  );
  await expect(runMigrations(on(name))).rejects.toThrow('has the encoding LATIN1');
  await runSql(on('postgres'), `DROP DATABASE "${name}"`);
});
