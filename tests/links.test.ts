import { and } from 'drizzle-orm';
import { transaction } from '../db';
import { deleteLinkTokensOf } from '../db/link-tokens';
import { type User, userMeets } from '../db/users';
import { createLink, findLink } from '../lib/links';
import { setPassword } from '../lib/set-password';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { CLIENT, changeUser, createPerson, disableUser, findUser } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

freezeClock();
useDatabase();

const HOUR = 3_600_000;
const NEW = 'seven quiet lighthouses';

test.each([
  ['reset', 1],
  ['username', 1],
  ['invitation', 72],
] as const)('a link for %s is good for %i hours', async (purpose, hours) => {
  const token = await createLink(await createPerson('alice'), purpose);
  advanceClock(hours * HOUR - 1);
  expect(await findLink(token, purpose)).toMatchObject({ purpose });
  advanceClock(1);
  expect(await findLink(token, purpose)).toBeUndefined();
});

test('a link is only good for what it was made for', async () => {
  const alice = await createPerson('alice');
  expect(await findLink(await createLink(alice, 'reset'), 'username')).toBeUndefined();
  expect(await findLink(await createLink(alice, 'username'), 'reset', 'invitation')).toBeUndefined();
});

test('a link of a disabled user opens no form', async () => {
  const alice = await createPerson('alice');
  const token = await createLink(alice, 'reset');
  await disableUser(alice.username);
  expect(await findLink(token, 'reset')).toBeUndefined();
});

test('a form that is sent twice sets the password once, and succeeds both times for ten seconds', async () => {
  const alice = await createPerson('alice');
  const token = await createLink(alice, 'reset');
  const send = (newPassword = NEW) => setPassword(token, { newPassword, confirmPassword: newPassword }, CLIENT);
  for (const outcome of await Promise.all([send(), send()])) expect(outcome).toMatchObject({ ok: true });
  expect(await send()).toMatchObject({ ok: true, user: { id: alice.id } });
  expect((await eventTypes(alice.id)).filter((type) => type === 'password-reset')).toHaveLength(1);
  expect(await send(`${NEW}, and another`)).toMatchObject({ ok: false, error: 'mail.errors.linkDead' });
  expect(await findLink(token, 'reset')).toBeUndefined();
  for (let guess = 0; guess < 5; guess++) await send(`${NEW}, guess ${guess}`);
  expect(await send()).toMatchObject({ ok: false, error: 'mail.errors.linkDead' }); // until the wait is over
  advanceClock(10_000);
  expect(await send()).toMatchObject({ ok: false, error: 'mail.errors.linkDead' });
});

test.each([
  ['invitation', 'password-set'],
  ['reset', 'password-reset'],
] as const)(
  'a password that is set by a link for %s is recorded as %s, and the username is verified',
  async (purpose, type) => {
    const alice = await createPerson('alice');
    expect(alice.usernameVerifiedAt).toBeNull();
    advanceClock(HOUR);
    const typed = { newPassword: NEW, confirmPassword: NEW };
    expect(await setPassword(await createLink(alice, purpose), typed, CLIENT)).toMatchObject({ ok: true });
    expect((await eventTypes(alice.id)).at(-1)).toBe(type);
    const at = alice.createdAt + HOUR;
    expect(await findUser(alice.username)).toMatchObject({ usernameVerifiedAt: at, passwordChangedAt: at });
  },
);

test.each<[string, (user: User) => Promise<unknown>]>([
  ['the password changes', (user) => changeUser(user, { passwordHash: 'another' })],
  ['the username changes', (user) => changeUser(user, { username: 'ada@example.com' })],
  ['another username is asked for', (user) => changeUser(user, { pendingUsername: 'eve@example.com' })],
  ['it is used or cleaned up', (user) => transaction((on) => deleteLinkTokensOf(on, user.id))],
])('a link that was opened stops working once %s', async (_, happens) => {
  const alice = { ...(await createPerson('alice')), pendingUsername: 'new@example.com' };
  await changeUser(alice, { pendingUsername: alice.pendingUsername });
  await createLink(await createPerson('bob'), 'username');
  const link = await findLink(await createLink(alice, 'username'), 'username');
  const isGood = () => userMeets(alice.id, and(...(link?.conditions ?? [])));
  expect(await isGood()).toBe(true);
  await happens(alice);
  expect(await isGood()).toBe(false);
});
