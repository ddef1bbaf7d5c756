import { hasUsers, listUsers } from '../db/users';
import { createFirstAdministrator } from '../lib/first-administrator';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, findUser, PASSWORD } from './support/people';

useDatabase();
afterEach(() => {
  delete process.env.PASSWORD_MIN_LENGTH;
});

const opens = async (username: string, password: string) => (await signIn({ username, password }, CLIENT)).ok;

test('an empty database gets an administrator, whose password need not be changed', async () => {
  const created = await createFirstAdministrator('admin@example.com');
  if (!created?.ok) throw new Error('no administrator');
  expect(await opens('admin@example.com', created.password)).toBe(true);
  const admin = { company: 'Example', role: 'Administrator', passwordMustChange: false };
  expect(await findUser('admin@example.com')).toMatchObject(admin);
});

test("the administrator's password from the settings follows the usual rules", async () => {
  const refused = await createFirstAdministrator('admin@example.com', 'short');
  expect(refused).toMatchObject({ ok: false, error: 'password.errors.tooShort' });
  expect(await hasUsers()).toBe(false);
  expect(await createFirstAdministrator('admin@example.com', PASSWORD)).toEqual({ ok: true, password: PASSWORD });
  expect(await opens('admin@example.com', PASSWORD)).toBe(true);
});

test('an administrator can be created with any minimum password length', async () => {
  process.env.PASSWORD_MIN_LENGTH = '64';
  expect(await createFirstAdministrator('admin@example.com')).toMatchObject({ ok: true });
});

test('a database with users gets no administrator', async () => {
  const alice = await createPerson('alice');
  expect(await createFirstAdministrator('admin@example.com', PASSWORD)).toBeUndefined();
  expect(await listUsers()).toEqual([alice]);
});
