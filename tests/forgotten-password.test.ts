import { db } from '../db';
import { requestReset } from '../lib/forgotten-password';
import { onMailQueued } from '../lib/mail';
import { changePassword } from '../lib/password';
import { findActiveSession } from '../lib/sessions';
import { findPasswordLink, setPassword } from '../lib/set-password';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { deliver, linkIn, useMailServer } from './support/mail-server';
import { CLIENT, createPerson, createSession, disableUser, findUser, PASSWORD, signInAs } from './support/people';
import { advanceClock, enableTwoFactor, freezeClock } from './support/two-factor';

freezeClock();
useDatabase();
const mail = useMailServer();

const MINUTE = 60_000;
const NEW = 'seven quiet lighthouses';
const TYPED = { newPassword: NEW, confirmPassword: NEW };

const tokenIn = (path: string) => new URL(path, 'http://localhost').searchParams.get('token') ?? '';

async function linkFor(username: string): Promise<string> {
  expect(await requestReset({ username }, CLIENT)).toEqual({ ok: true });
  mail().received.length = 0;
  await deliver();
  const reset = mail().received.find(({ headers }) => headers.subject === 'Reset your password');
  return tokenIn(linkIn(reset ?? (await mail().next(username))));
}

test('sets a new password by a mailed link, once', async () => {
  const alice = await createPerson('alice');
  const session = await signInAs(alice);
  const token = await linkFor(alice.username);
  expect(await setPassword(token, TYPED, CLIENT)).toMatchObject({ ok: true });
  expect(await signIn({ username: alice.username, password: NEW }, CLIENT)).toMatchObject({ ok: true });
  expect(await signIn({ username: alice.username, password: PASSWORD }, CLIENT)).toMatchObject({ ok: false });
  expect(await findActiveSession(session)).toBeUndefined();
  expect((await findUser(alice.username)).usernameVerifiedAt).toEqual(expect.any(Number));
  const other = { newPassword: `${NEW}!`, confirmPassword: `${NEW}!` };
  expect(await setPassword(token, other, CLIENT)).toMatchObject({ ok: false, error: 'mail.errors.linkDead' });
});

test('starts the delivery as soon as a link is queued', async () => {
  const woken: string[] = [];
  onMailQueued(() => woken.push('now'));
  await requestReset({ username: 'nobody@example.com' }, CLIENT);
  onMailQueued(undefined);
  expect(woken).toEqual(['now']);
});

test('mails the link to the username as it is stored, never to a look-alike that was typed', async () => {
  const { username } = await createPerson('alice');
  expect(await requestReset({ username: '\uff41LICE@example.com' }, CLIENT)).toEqual({ ok: true });
  await deliver();
  expect(mail().received.flatMap(({ to }) => to)).toEqual([username]);
});

test('of many uses of one link at once, one succeeds', async () => {
  const alice = await createPerson('alice');
  const token = await linkFor(alice.username);
  const uses = await Promise.all(
    [1, 2, 3, 4, 5].map((n) =>
      setPassword(token, { newPassword: `${NEW} ${n}`, confirmPassword: `${NEW} ${n}` }, CLIENT),
    ),
  );
  expect(uses.filter(({ ok }) => ok)).toHaveLength(1);
});

test('opening a link does not use it up', async () => {
  const alice = await createPerson('alice');
  const token = await linkFor(alice.username);
  for (let scan = 0; scan < 3; scan++)
    expect(await findPasswordLink(token)).toMatchObject({ user: { id: alice.id }, isInvitation: false });
  expect(await setPassword(token, TYPED, CLIENT)).toMatchObject({ ok: true });
});

test('a refused password leaves the link good', async () => {
  const alice = await createPerson('alice');
  const token = await linkFor(alice.username);
  const short = await setPassword(token, { newPassword: 'short', confirmPassword: 'short' }, CLIENT);
  expect(short).toMatchObject({ ok: false, field: 'newPassword' });
  const differs = await setPassword(token, { newPassword: NEW, confirmPassword: `${NEW}!` }, CLIENT);
  expect(differs).toMatchObject({ ok: false, field: 'confirmPassword' });
  expect(await setPassword(token, TYPED, CLIENT)).toMatchObject({ ok: true });
});

test('a link dies after an hour', async () => {
  const alice = await createPerson('alice');
  const token = await linkFor(alice.username);
  advanceClock(59 * MINUTE);
  expect(await findPasswordLink(token)).toBeDefined();
  advanceClock(MINUTE);
  expect(await findPasswordLink(token)).toBeUndefined();
  expect(await setPassword(token, TYPED, CLIENT)).toMatchObject({ ok: false });
});

test('a link dies when the password changes', async () => {
  const alice = await createPerson('alice');
  const token = await linkFor(alice.username);
  const change = { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW };
  await changePassword(await createSession(alice), change, CLIENT);
  expect(await findPasswordLink(token)).toBeUndefined();
});

test('a link is no use once its user is disabled', async () => {
  const alice = await createPerson('alice');
  const token = await linkFor(alice.username);
  await disableUser(alice.username);
  expect(await setPassword(token, TYPED, CLIENT)).toMatchObject({ ok: false, error: 'mail.errors.linkDead' });
});

test('only the hash of a token is stored', async () => {
  const alice = await createPerson('alice');
  const token = await linkFor(alice.username);
  const { query } = db();
  const stored = JSON.stringify([await query.linkTokens.findMany(), await query.outbox.findMany()]);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(stored).not.toContain(token);
});

test('asking for an unknown or disabled user does the same and sends nothing', async () => {
  await createPerson('bob');
  await disableUser('bob@example.com');
  const ask = (username: string) => requestReset({ username }, CLIENT);
  expect(await ask('nobody@example.com')).toEqual({ ok: true });
  expect(await ask('bob@example.com')).toEqual({ ok: true });
  expect(await db().query.outbox.findMany()).toHaveLength(3); // with the notice that the account was disabled
  await deliver();
  expect(await db().query.outbox.findMany()).toHaveLength(0);
  expect(mail().received.map(({ headers }) => headers.subject)).toEqual(['Your account was disabled']);
});

test.each(['', 'nobody', 'alice@example.com\r\nBcc: eve@example.com', 'alice@example.com, eve@example.com'])(
  'refuses %j, which is no username',
  async (username) => {
    await createPerson('alice');
    expect(await requestReset({ username }, CLIENT)).toMatchObject({ ok: false, field: 'username' });
    expect(await db().query.outbox.findMany()).toEqual([]);
  },
);

test('sends five links an hour for an account, whether or not it exists', async () => {
  const alice = await createPerson('alice');
  for (const username of [alice.username, 'nobody@example.com']) {
    const ask = (n: number) => requestReset({ username }, { ...CLIENT, address: `198.51.100.${n}` });
    for (let n = 1; n <= 5; n++) expect(await ask(n)).toEqual({ ok: true });
    const refused = { ok: false, error: 'mail.errors.tooManyLinks', values: { minutes: 60 } };
    expect(await ask(6)).toMatchObject(refused);
    advanceClock(59 * MINUTE);
    expect(await ask(7)).toMatchObject({ ok: false, values: { minutes: 1 } });
    advanceClock(MINUTE + 1);
    expect(await ask(8)).toEqual({ ok: true });
  }
});

test.each([
  ['IP address', () => '192.0.2.1'],
  ['IPv6 network, whichever of its addresses asks', (n: number) => `2001:db8:1:2::${n}`],
])('accepts thirty requests an hour from an %s', async (_, address) => {
  const ask = (n: number) => requestReset({ username: `nobody${n}@example.com` }, { ...CLIENT, address: address(n) });
  for (let n = 1; n <= 30; n++) expect(await ask(n)).toEqual({ ok: true });
  expect(await ask(31)).toMatchObject({ ok: false, error: 'mail.errors.tooManyLinks' });
});

test('the wait for a link never gets longer, however far the clock is set back', async () => {
  const ask = () => requestReset({ username: 'nobody@example.com' }, CLIENT);
  for (let n = 1; n <= 5; n++) await ask();
  advanceClock(-24 * 60 * MINUTE);
  await ask();
  expect(await ask()).toMatchObject({ ok: false, values: { minutes: 60 } });
});

test('a password set by a link does not skip the second factor', async () => {
  const { user } = (await enableTwoFactor()).session;
  const token = await linkFor(user.username);
  expect(await setPassword(token, TYPED, CLIENT)).toMatchObject({ ok: true });
  expect(await signIn({ username: user.username, password: NEW }, CLIENT)).toMatchObject({ ok: true, needsCode: true });
});
