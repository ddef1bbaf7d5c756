import { db } from '../db';
import { listUsers } from '../db/users';
import { changePassword } from '../lib/password';
import type { Account } from '../lib/people/create';
import { findActiveSession } from '../lib/sessions';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { recordedEvents } from './support/events';
import {
  CLIENT,
  createPerson,
  createSession,
  createUser,
  deleteUser,
  disableUser,
  enableUser,
  endUserSessions,
  findUser,
  PASSWORD,
  resetPassword,
  resetTwoFactor,
  setUser,
  signInAs,
} from './support/people';

useDatabase();

const create = (account: Partial<Account> = {}) =>
  createUser({ username: 'alice@example.com', company: 'Acme', ...account });

const opens = async (username: string, password: string) => (await signIn({ username, password }, CLIENT)).ok;

const lastEvent = async () => (await recordedEvents()).at(-1);

test('a new user has the given values, and defaults for the rest', async () => {
  expect(await create({ password: PASSWORD })).toMatchObject({ ok: true, username: 'alice@example.com' });
  const alice = await findUser('alice@example.com');
  expect(alice).toMatchObject({ company: 'Acme', role: 'Member', language: 'en', passwordMustChange: false });
  expect(await opens('alice@example.com', PASSWORD)).toBe(true);
  await create({ username: ' Bob@example.com ', company: ' Acme ', role: ' Chief ', language: 'ja' });
  const bob = { username: 'Bob@example.com', company: 'Acme', role: 'Chief', language: 'ja' };
  expect(await findUser('bob@example.com')).toMatchObject({ ...bob, companyId: alice.companyId });
});

test('a new user without a password gets a one-time password that must be changed', async () => {
  const created = await create();
  if (!created.ok) throw new Error(created.error);
  const oneTimePassword = created.oneTimePassword as string;
  expect(oneTimePassword).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
  const session = await findActiveSession(await signInAs({ username: 'alice@example.com' }, oneTimePassword));
  expect(session?.user.passwordMustChange).toBe(true);
  expect((await create({ username: 'bob@example.com' })) as object).not.toMatchObject({ oneTimePassword });
});

test.each([
  ['username', { username: 'alice' }, 'profile.errors.usernameNotAnAddress'],
  ['username', { username: 'BOB@example.com' }, 'profile.errors.usernameTaken'],
  ['company', { company: '  ' }, 'profile.errors.companyUnfit'],
  ['company', { company: 'A'.repeat(101) }, 'profile.errors.companyUnfit'],
  ['company', { company: 'Ac\u200bme' }, 'profile.errors.companyUnfit'],
  ['company', { company: '\u3164' }, 'profile.errors.companyUnfit'],
  ['role', { role: '' }, 'profile.errors.roleUnfit'],
  ['role', { role: 'Chief\nOfficer' }, 'profile.errors.roleUnfit'],
  ['language', { language: 'it' }, 'profile.errors.languageUnknown'],
  ['password', { password: '' }, 'password.errors.newMissing'],
  ['password', { password: 'too short' }, 'password.errors.tooShort'],
  ['password', { password: 'Alice@Example.com' }, 'password.errors.isUsername'],
])('rejects an invalid %s: %j', async (field, account, error) => {
  await createPerson('bob');
  expect(await create({ company: 'Other', ...account })).toMatchObject({ ok: false, error, field });
  expect(await listUsers()).toHaveLength(1);
  expect(await db().query.companies.findMany()).toHaveLength(1);
});

test('of two users created with one username at once, only one exists', async () => {
  const outcomes = await Promise.all([create({ role: 'First' }), create({ role: 'Second' })]);
  expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(await listUsers()).toHaveLength(1);
});

test.each([
  ['the company', { company: ' Other ' }, { company: 'Other', role: 'Engineer' }],
  ['the role', { role: ' Chief ' }, { company: 'Acme', role: 'Chief' }],
  ['both', { company: 'Other', role: 'Chief' }, { company: 'Other', role: 'Chief' }],
])('the administrator changes %s', async (_, change, changed) => {
  const bob = await createPerson('bob');
  const alice = await createPerson('alice');
  expect(await setUser('ALICE@example.com', change)).toMatchObject({ ok: true });
  const { company, role } = await findUser('alice@example.com');
  expect({ company, role }).toEqual(changed);
  expect(await findUser(bob.username)).toEqual(bob);
  expect(await lastEvent()).toMatchObject({ userId: alice.id, type: 'account-changed' });
});

test('company and role changed at the same time are both changed', async () => {
  const alice = await createPerson('alice');
  await Promise.all([setUser(alice.username, { company: 'Other' }), setUser(alice.username, { role: 'Chief' })]);
  expect(await findUser(alice.username)).toMatchObject({ company: 'Other', role: 'Chief' });
});

test.each([
  ['company', { company: '' }],
  ['role', { role: ' ' }],
  ['role', { company: 'Other', role: 'C'.repeat(101) }],
])('an administrator cannot set an unfit %s: %j', async (field, change) => {
  const alice = await createPerson('alice');
  const error = `profile.errors.${field}Unfit`;
  expect(await setUser(alice.username, change)).toMatchObject({ ok: false, error, field });
  expect(await findUser(alice.username)).toEqual(alice);
});

test("a disabled user can't sign in until enabled", async () => {
  const alice = await createPerson('alice');
  await disableUser(alice.username);
  expect(await lastEvent()).toMatchObject({ userId: alice.id, type: 'account-disabled' });
  expect(await opens(alice.username, PASSWORD)).toBe(false);
  await enableUser(alice.username);
  expect(await lastEvent()).toMatchObject({ userId: alice.id, type: 'account-enabled' });
  expect(await opens(alice.username, PASSWORD)).toBe(true);
});

test.each([
  ['enabled', enableUser, []],
  ['disabled', disableUser, [disableUser]],
])('a user who is already %s stays unchanged, without an event', async (_, call, first) => {
  const { username } = await createPerson('alice');
  for (const change of first) await change(username);
  const before = [await findUser(username), await recordedEvents()];
  expect(await call(username)).toEqual({ ok: true, isChanged: false });
  expect([await findUser(username), await recordedEvents()]).toEqual(before);
});

test('a password reset ends the old password and all sessions, and must be followed by a change', async () => {
  const alice = await createPerson('alice');
  const value = await signInAs(alice);
  const reset = await resetPassword(alice.username);
  if (!reset.ok) throw new Error(reset.error);
  expect(await lastEvent()).toMatchObject({ userId: alice.id, type: 'password-reset' });
  expect(await findActiveSession(value)).toBeUndefined();
  expect(await opens(alice.username, PASSWORD)).toBe(false);
  const session = await findActiveSession(await signInAs(alice, reset.oneTimePassword));
  if (!session) throw new Error('no session');
  expect(session.user.passwordMustChange).toBe(true);
  const typed = { currentPassword: reset.oneTimePassword, newPassword: PASSWORD, confirmPassword: PASSWORD };
  expect(await changePassword(session, typed, CLIENT)).toMatchObject({ ok: true });
  expect(await findUser(alice.username)).toMatchObject({ passwordMustChange: false });
});

test("ending a user's sessions keeps those of others", async () => {
  const alice = await createPerson('alice');
  const values = [await signInAs(alice), await signInAs(alice)];
  const bobs = await createSession(await createPerson('bob'));
  expect(await endUserSessions(alice.username)).toMatchObject({ ok: true });
  expect(await lastEvent()).toMatchObject({ userId: alice.id, type: 'sessions-ended' });
  for (const value of values) expect(await findActiveSession(value)).toBeUndefined();
  expect(await db().query.sessions.findMany()).toEqual([expect.objectContaining({ id: bobs.id })]);
});

test.each([
  ['ended sessions', endUserSessions],
  ['a reset of two-factor authentication', resetTwoFactor],
])('%s of a user who has none changes and records nothing', async (_, act) => {
  const alice = await createPerson('alice');
  const before = await recordedEvents();
  expect(await act(alice.username)).toEqual({ ok: true, isChanged: false });
  expect(await findUser(alice.username)).toEqual(alice);
  expect(await recordedEvents()).toEqual(before);
});

test.each([
  ['set', (username: string) => setUser(username, { role: 'Chief' })],
  ['disabled', disableUser],
  ['enabled', enableUser],
  ['given a password', resetPassword],
  ['freed of two-factor authentication', resetTwoFactor],
  ['signed out', endUserSessions],
  ['deleted', deleteUser],
])("an unknown user can't be %s", async (_, call) => {
  const alice = await createPerson('alice');
  const unknown = { ok: false, error: 'profile.errors.usernameUnknown', field: 'username' };
  expect(await call('alicia@example.com')).toMatchObject(unknown);
  expect(await findUser(alice.username)).toEqual(alice);
});
