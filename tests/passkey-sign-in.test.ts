import { db } from '../db';
import { listPasskeys } from '../db/passkeys';
import { rateLimits } from '../db/schema';
import { runCleanup } from '../lib/cleanup';
import * as passkeySignIn from '../lib/passkey-sign-in';
import { beginPasskeyCode, signInWithPasskey, verifyPasskeyCode } from '../lib/passkey-sign-in';
import { removePasskey } from '../lib/passkeys';
import { beginSession, findActiveSession } from '../lib/sessions';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { addPasskeyOf, addPasskeyWithin, createAuthenticator } from './support/passkeys';
import { CLIENT, createPerson, disableUser, PASSWORD, resetPassword } from './support/people';
import { advanceClock, enableTwoFactor, freezeClock, ticketNeedingCode } from './support/two-factor';

useDatabase();
freezeClock();

const BROWSER = 'a secret of this browser';
const UNKNOWN = { ok: false, error: 'passkeys.errors.unknown' };
const EXPIRED = { ok: false, error: 'passkeys.errors.expired' };

async function withPasskey(attested?: Parameters<typeof addPasskeyOf>[1]) {
  const alice = await createPerson('alice');
  return { alice, ...(await addPasskeyOf(alice, attested)) };
}

async function beginPasskeySignIn(browser: string) {
  const options = await passkeySignIn.beginPasskeySignIn(browser, CLIENT);
  if (!options) throw new Error('no challenge');
  return options;
}

const enter = (answer: string, browser = BROWSER) => signInWithPasskey({ answer }, browser, CLIENT);

test('a passkey alone logs in, and its use is noted', async () => {
  const { alice, authenticator } = await withPasskey();
  const outcome = await enter(authenticator.get(await beginPasskeySignIn(BROWSER)));
  if (!outcome.ok) throw new Error(outcome.error);
  expect(outcome.user.id).toBe(alice.id);
  const session = await findActiveSession((await beginSession(outcome.ticket, CLIENT)) as string);
  expect(session).toMatchObject({ userId: alice.id, amr: 'hwk' });
  expect(await beginSession(outcome.ticket, CLIENT)).toBeUndefined();
  expect((await listPasskeys(alice.id))[0]?.lastUsedAt).not.toBeNull();
  expect(await eventTypes(alice.id)).toContain('signed-in');
});

test('asks the browser for any passkey with user verification', async () => {
  expect(await beginPasskeySignIn(BROWSER)).toMatchObject({
    rpId: 'localhost',
    userVerification: 'required',
    allowCredentials: [],
  });
});

test.each([
  ['another origin', { origin: 'https://localhost:3000' }],
  ['another host', { rpId: 'example.com' }],
  ['no user verification', { isVerified: false }],
  ['a user who does not own it', { userHandle: 'Ym9i' }],
])('refuses %s, and records it', async (_, fault) => {
  const { alice, authenticator } = await withPasskey();
  expect(await enter(authenticator.get(await beginPasskeySignIn(BROWSER), fault))).toMatchObject(UNKNOWN);
  expect(await eventTypes(alice.id)).toContain('sign-in-refused');
});

test('refuses the answer of a frame on another site', async () => {
  const { authenticator } = await withPasskey();
  const answer = authenticator.get(await beginPasskeySignIn(BROWSER), { isCrossOrigin: true });
  expect(await enter(answer)).toMatchObject({ error: 'passkeys.errors.failed' });
});

test('gives one answer for an unknown key, a wrong signature, a removed passkey and a disabled user', async () => {
  const { alice, authenticator, session } = await withPasskey();
  const ask = () => beginPasskeySignIn(BROWSER);
  expect(await enter(createAuthenticator().get(await ask()))).toMatchObject(UNKNOWN);
  const forged = JSON.parse(createAuthenticator().get(await ask()));
  expect(
    await enter(JSON.stringify({ ...forged, id: authenticator.credentialId, rawId: authenticator.credentialId })),
  ).toMatchObject(UNKNOWN);
  await disableUser(alice.username);
  expect(await enter(authenticator.get(await ask()))).toMatchObject(UNKNOWN);

  const bob = await createPerson('bob');
  const bobs = await addPasskeyOf(bob);
  const current = await findActiveSession(bobs.sessionValue);
  const [passkey] = await listPasskeys(bob.id);
  if (!current || !passkey) throw new Error('no session or passkey');
  await removePasskey(current, { passkey: passkey.id }, CLIENT);
  expect(await enter(bobs.authenticator.get(await ask()))).toMatchObject(UNKNOWN);
  expect(session.userId).toBe(alice.id);
});

test('a challenge is good once, for five minutes, in its own browser', async () => {
  const { authenticator } = await withPasskey();
  const first = authenticator.get(await beginPasskeySignIn(BROWSER));
  expect(await enter(first, 'another browser')).toMatchObject(EXPIRED);
  expect(await enter(first)).toMatchObject({ ok: true });
  expect(await enter(first)).toMatchObject(EXPIRED);
  const late = authenticator.get(await beginPasskeySignIn(BROWSER));
  advanceClock(5 * 60_000);
  expect(await enter(late)).toMatchObject(EXPIRED);
  await runCleanup();
  expect(await db().query.passkeyChallenges.findMany()).toEqual([]);
});

test('an address that has asked for a thousand challenges waits, and others still get theirs', async () => {
  const begin = (address: string) => passkeySignIn.beginPasskeySignIn(BROWSER, { ...CLIENT, address });
  await begin('2001:db8::1');
  await db().update(rateLimits).set({ attempts: 999 });
  expect(await begin('2001:db8::1')).toBeDefined();
  expect(await begin('2001:db8::2')).toBeUndefined();
  expect(await begin('2001:db8:0:1::1')).toBeDefined();
  expect(await db().query.passkeyChallenges.findMany()).toHaveLength(3);
  advanceClock(30_000);
  expect(await begin('2001:db8::1')).toBeDefined();
});

test('two tabs of one browser have a challenge each', async () => {
  const { authenticator } = await withPasskey();
  const [one, other] = [await beginPasskeySignIn(BROWSER), await beginPasskeySignIn(BROWSER)];
  expect(await enter(authenticator.get(one))).toMatchObject({ ok: true });
  expect(await enter(authenticator.get(other))).toMatchObject({ ok: true });
});

test('only one of fifty answers to one challenge logs in', async () => {
  const { authenticator } = await withPasskey();
  const answer = authenticator.get(await beginPasskeySignIn(BROWSER));
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => enter(answer)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

test('a counter must grow, unless it always stays at 0 as with synced passkeys', async () => {
  const { alice, authenticator } = await withPasskey({ isSynced: false });
  const use = async (counter: number) => enter(authenticator.get(await beginPasskeySignIn(BROWSER), { counter }));
  expect(await use(0)).toMatchObject({ ok: true });
  expect(await use(0)).toMatchObject({ ok: true });
  expect(await use(5)).toMatchObject({ ok: true });
  expect(await use(5)).toMatchObject(UNKNOWN);
  expect(await use(4)).toMatchObject(UNKNOWN);
  expect(await listPasskeys(alice.id)).toMatchObject([{ counter: 5 }]);
});

test('a challenge for adding a passkey, or for a code, does not log in', async () => {
  const { alice, authenticator, session } = await withPasskey();
  const forCode = { challenge: (await beginPasskeySignIn(session.id)).challenge };
  expect(await enter(authenticator.get(forCode))).toMatchObject(EXPIRED);
  expect(await eventTypes(alice.id)).not.toContain('sign-in-refused');
});

test('failures are counted by account, and five make it wait', async () => {
  const { authenticator } = await withPasskey();
  const fail = async () => enter(authenticator.get(await beginPasskeySignIn(BROWSER), { isVerified: false }));
  for (let failures = 0; failures < 5; failures += 1) expect(await fail()).toMatchObject(UNKNOWN);
  const outcome = await enter(authenticator.get(await beginPasskeySignIn(BROWSER)));
  expect(outcome).toMatchObject({ error: 'sign-in.errors.tooManySeconds' });
});

test('a passkey replaces the code of a sign-in, once', async () => {
  const { session } = await enableTwoFactor();
  const { user } = session;
  const { authenticator } = await addPasskeyWithin(session);
  const ticket = await ticketNeedingCode(user.username);
  const asked = await beginPasskeyCode(ticket);
  expect(asked?.allowCredentials).toMatchObject([{ id: authenticator.credentialId }]);
  const answer = authenticator.get(asked as PublicKeyCredentialRequestOptionsJSON);
  const other = await ticketNeedingCode(user.username);
  expect(await verifyPasskeyCode(other, { answer }, CLIENT)).toMatchObject(EXPIRED);
  expect(await beginSession(ticket, CLIENT)).toBeUndefined();
  expect(await verifyPasskeyCode(ticket, { answer }, CLIENT)).toMatchObject({ ok: true });
  const value = await beginSession(ticket, CLIENT);
  expect(await findActiveSession(value as string)).toMatchObject({ amr: 'pwd hwk' });
  expect(await beginPasskeyCode(ticket)).toBeUndefined();
});

test("another user's passkey doesn't replace the code", async () => {
  const { session } = await enableTwoFactor();
  const bob = await addPasskeyOf(await createPerson('bob'));
  const ticket = await ticketNeedingCode(session.user.username);
  const answer = bob.authenticator.get((await beginPasskeyCode(ticket)) as PublicKeyCredentialRequestOptionsJSON);
  expect(await verifyPasskeyCode(ticket, { answer }, CLIENT)).toMatchObject(UNKNOWN);
  expect(await beginSession(ticket, CLIENT)).toBeUndefined();
});

test('with a passkey the password alone still logs in, unless a rule asks for more', async () => {
  const { alice } = await withPasskey();
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, CLIENT);
  expect(outcome).toMatchObject({ ok: true, needsCode: false });
});

test('after a reset of the password a passkey logs in, and the one-time password is still due', async () => {
  const { alice, authenticator } = await withPasskey();
  await resetPassword(alice.username);
  const outcome = await enter(authenticator.get(await beginPasskeySignIn(BROWSER)));
  const value = outcome.ok ? await beginSession(outcome.ticket, CLIENT) : undefined;
  expect((await findActiveSession(value as string))?.user.passwordMustChange).toBe(true);
});
