import { newDatabase, runSql, type TestDatabase } from '../support/database';
import { findUser, PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { launchServer, type Portrait } from '../support/server';
import { type DatabaseProxy, startProxy } from './proxy';

let database: TestDatabase;
let proxy: DatabaseProxy;
let portrait: Portrait;

beforeAll(async () => {
  database = await newDatabase();
  proxy = await startProxy(database.url);
  portrait = await launchServer({}, { database: { url: proxy.url, remove: async () => {} } });
});
afterEach(() => proxy.serves());
afterAll(async () => {
  await portrait.stop();
  await proxy.stop();
  await database.remove();
});

const health = async () => (await fetch(`${portrait.url}/healthz`)).status;

test('while the database is gone every page and form responds with 503, and no session ends', async () => {
  const [page, { username }] = await newSignedInPerson(portrait);
  await page.opens('/en/profile');
  proxy.cuts();
  expect(await health()).toBe(503);
  await page.submits('profile', { language: 'de' });
  expect([page.status, page.headers.get('retry-after'), page.alert]).toEqual([503, '10', expect.any(String)]);
  await page.opens('/en/profile');
  expect([page.status, page.headers.get('retry-after'), page.alert]).toEqual([503, '10', expect.any(String)]);
  proxy.serves();
  expect((await page.opens('/en/profile')).status).toBe(200);
  expect(await health()).toBe(200);
  expect(await findUser(username)).toMatchObject({ language: 'en' });
});

test('sign-in responds with 503 while the database is gone, and works afterwards', async () => {
  const { username } = await newPerson();
  const visitor = await signIn(portrait, 'nobody@example.com');
  proxy.cuts();
  await visitor.submits('sign-in', { username, password: PASSWORD });
  expect([visitor.status, visitor.value('username')]).toEqual([503, username]);
  proxy.serves();
  await visitor.submits('sign-in', { username, password: PASSWORD });
  expect(visitor.path).toBe('/en/profile');
});

test('a database restart ends no server process', async () => {
  const [page] = await newSignedInPerson(portrait);
  const others = 'datname = current_database() AND pid <> pg_backend_pid()';
  await runSql(database.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`);
  while ((await page.opens('/en/profile')).status === 503);
  expect([page.path, portrait.process().exitCode]).toEqual(['/en/profile', null]);
});
