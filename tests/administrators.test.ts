import { db } from '../db';
import { hasAdministrator } from '../db/users';
import { log } from '../lib/adapters/log';
import { createFirstAdministrator } from '../lib/first-administrator';
import { deleteUser, disableUser, enableUser, resetPassword, resetTwoFactor, setUser } from '../lib/people';
import { type Actor, BY_COMMAND_LINE } from '../lib/people/act';
import { createUser } from '../lib/people/create';
import { viewShownPassword } from '../lib/people/shown-password';
import { findActiveSession } from '../lib/sessions';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { recordedEvents } from './support/events';
import { CLIENT, changeUser, createPerson, createSession, endUserSessions, findUser, signInAs } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

useDatabase();
freezeClock();

const LAST = { ok: false, error: 'people.errors.lastAdministrator' };
const REFUSED = { ok: false };

async function administrator(name: string): Promise<Actor & { session: NonNullable<Actor['session']> }> {
  const session = await createSession(await createPerson(name, { administrator: true }));
  return { session, client: CLIENT };
}

const eventsOf = async (userId: string) => (await recordedEvents(userId)).slice(-2);

test('only the first administrator may manage people, until others are named', async () => {
  await createFirstAdministrator('admin@example.com');
  await createPerson('alice', { role: 'Administrator' });
  expect([
    (await findUser('admin@example.com')).administrator,
    (await findUser('alice@example.com')).administrator,
  ]).toEqual([true, false]);
});

test.each([
  ['disabled', (actor: Actor, id: string) => disableUser({ id }, actor)],
  ['deleted', (actor: Actor, id: string) => deleteUser({ id }, actor)],
  ['demoted', (actor: Actor, id: string) => setUser({ id }, actor, { administrator: false })],
])("the last enabled administrator can't be %s, by anyone", async (_, act) => {
  const ada = await administrator('ada');
  const bob = await createPerson('bob', { administrator: true });
  await disableUser(bob, BY_COMMAND_LINE);
  const { userId } = ada.session;
  for (const actor of [ada, BY_COMMAND_LINE]) expect(await act(actor, userId)).toMatchObject(LAST);
  expect(await findUser('ada@example.com')).toMatchObject({ administrator: true, disabledAt: null });
  expect(await act(ada, bob.id)).toMatchObject({ ok: true });
  await enableUser(bob, BY_COMMAND_LINE);
});

test('of fifty administrators who demote, disable and delete each other at once, one is left', async () => {
  const all = await Promise.all(Array.from({ length: 50 }, (_, n) => administrator(`admin${n}`)));
  const acts = all.flatMap((actor, n) => {
    const id = all[(n + 1) % all.length]?.session.userId as string;
    return [setUser({ id }, actor, { administrator: false }), disableUser({ id }, actor), deleteUser({ id }, actor)];
  });
  await Promise.allSettled(acts);
  expect(await hasAdministrator()).toBe(true);
});

test.each<[string, (actor: Awaited<ReturnType<typeof administrator>>) => Promise<unknown>]>([
  ['whose session ended', () => endUserSessions('ada@example.com')],
  ['who was disabled', ({ session }) => changeUser(session.user, { disabledAt: 1 })],
  ['who was demoted', ({ session }) => setUser({ id: session.userId }, BY_COMMAND_LINE, { administrator: false })],
])('an administrator %s meanwhile changes nothing', async (_, happens) => {
  const [ada] = [await administrator('ada'), await administrator('other')];
  const bob = await createPerson('bob');
  await happens(ada);
  const before = await db().query.users.findMany();
  expect(await disableUser(bob, ada)).toMatchObject(REFUSED);
  expect(await deleteUser(bob, ada)).toMatchObject(REFUSED);
  expect(await resetPassword(bob, ada)).toMatchObject(REFUSED);
  expect(await setUser(bob, ada, { administrator: true })).toMatchObject(REFUSED);
  expect(await createUser({ username: 'new@example.com', company: 'Acme' }, ada)).toMatchObject(REFUSED);
  expect(await db().query.users.findMany()).toEqual(before);
});

test('an act is in the activity of both, and in the log once with both', async () => {
  const ada = await administrator('ada');
  const bob = await createPerson('bob');
  const info = jest.spyOn(log, 'info');
  await disableUser(bob, ada);
  expect(info.mock.calls).toEqual([
    [
      expect.objectContaining({
        event: 'account-disabled',
        user: bob.id,
        actor: ada.session.userId,
        address: CLIENT.address,
      }),
      'account-disabled',
    ],
  ]);
  const nowhere = { address: '', userAgent: '', subject: null };
  expect((await eventsOf(bob.id)).at(-1)).toMatchObject({
    type: 'account-disabled',
    actor: 'ada@example.com',
    ...nowhere,
  });
  const theirs = { type: 'account-disabled', actor: null, subject: 'bob@example.com', address: CLIENT.address };
  expect((await eventsOf(ada.session.userId)).at(-1)).toMatchObject(theirs);
});

test('a deletion stays in the activity of the administrator', async () => {
  const ada = await administrator('ada');
  const bob = await createPerson('bob');
  await deleteUser(bob, ada);
  const event = { type: 'account-deleted', subject: 'bob@example.com' };
  expect((await eventsOf(ada.session.userId)).at(-1)).toMatchObject(event);
  expect(await eventsOf(bob.id)).toEqual([]);
});

test('what an administrator does to their own account is an ordinary event', async () => {
  const ada = await administrator('ada');
  await setUser({ id: ada.session.userId }, ada, { role: 'Chief' });
  const [first, last] = await eventsOf(ada.session.userId);
  expect(first?.type).toBe('signed-in');
  expect(last).toMatchObject({ type: 'account-changed', actor: null, subject: null, address: CLIENT.address });
});

test('a one-time password is shown to the session that made it, for a minute', async () => {
  const [ada, other] = [await administrator('ada'), await administrator('other')];
  const bob = await createPerson('bob');
  const reset = await resetPassword(bob, ada);
  if (!reset.ok) throw new Error(reset.error);
  expect(await viewShownPassword(other.session, bob.id)).toBeUndefined();
  expect(await viewShownPassword(ada.session, bob.id)).toBe(reset.oneTimePassword);
  advanceClock(60_000);
  expect(await viewShownPassword(ada.session, bob.id)).toBeUndefined();
  expect((await findActiveSession(await signInAs(bob, reset.oneTimePassword)))?.user.passwordMustChange).toBe(true);
});

test('a password that is reset twice at once is reset once', async () => {
  const ada = await administrator('ada');
  const bob = await createPerson('bob');
  await Promise.all([resetPassword(bob, ada), resetPassword(bob, ada)]);
  const password = await viewShownPassword(ada.session, bob.id);
  // On PostgreSQL the second may begin after the first, and is then another reset.
  if (!process.env.PORTRAIT_TEST_POSTGRES)
    expect((await eventsOf(bob.id)).filter(({ type }) => type === 'password-reset')).toHaveLength(1);
  expect(await signInAs(bob, password)).toEqual(expect.any(String));
});

test('of two resets at once on the command line, a password is printed for each that took place', async () => {
  const bob = await createPerson('bob');
  const resets = await Promise.all([resetPassword(bob, BY_COMMAND_LINE), resetPassword(bob, BY_COMMAND_LINE)]);
  const passwords = resets.flatMap((reset) => (reset.ok ? [reset.oneTimePassword] : []));
  const happened = (await eventsOf(bob.id)).filter(({ type }) => type === 'password-reset');
  expect(passwords).toHaveLength(happened.length);
  const tries = passwords.map((password) => signIn({ username: bob.username, password }, CLIENT));
  expect((await Promise.all(tries)).filter(({ ok }) => ok)).toHaveLength(1);
});

test.each([
  ['reset their password', resetPassword],
  ['reset their two-factor authentication', resetTwoFactor],
])("administrators can't %s, which their own pages do with their second factor", async (_, act) => {
  const [ada] = [await administrator('ada'), await administrator('other')];
  const before = [await db().query.users.findMany(), await db().query.sessions.findMany()];
  const refusal = { ok: false, error: 'people.errors.ownAccount' };
  expect(await act({ id: ada.session.userId }, ada)).toMatchObject(refusal);
  expect([await db().query.users.findMany(), await db().query.sessions.findMany()]).toEqual(before);
});

test('a username is taken if another form has just created it with other values', async () => {
  const ada = await administrator('ada');
  const account = { username: 'new@example.com', company: 'Acme', role: 'Engineer', language: 'de' };
  await createUser(account, await administrator('bea'));
  for (const other of [{ company: 'Other' }, { role: 'Chief' }, { language: 'fr' }])
    expect(await createUser({ ...account, ...other }, ada)).toMatchObject({ error: 'profile.errors.usernameTaken' });
});

test('an account that is created twice at once is created once, and both copies lead to it', async () => {
  const ada = await administrator('ada');
  const account = { username: 'new@example.com', company: 'New & Sons' };
  const created = await Promise.all([createUser(account, ada), createUser(account, ada)]);
  const { id } = await findUser(account.username);
  expect(created).toEqual([expect.objectContaining({ ok: true, id }), expect.objectContaining({ ok: true, id })]);
  advanceClock(11_000);
  expect(await createUser(account, ada)).toMatchObject({ ok: false, error: 'profile.errors.usernameTaken' });
});

test('setting an account to the values that it has records nothing', async () => {
  const bob = await createPerson('bob');
  const before = await recordedEvents();
  const { company, role, language, administrator } = bob;
  expect(await setUser(bob, BY_COMMAND_LINE, { company, role, language, administrator })).toEqual({
    ok: true,
    isChanged: false,
  });
  expect(await recordedEvents()).toEqual(before);
});
