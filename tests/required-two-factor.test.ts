import { db } from '../db';
import { listPasskeys } from '../db/passkeys';
import { recoveryCodes } from '../db/schema';
import { mayUseApplications } from '../lib/applications';
import { confirm } from '../lib/confirm';
import { beginPasskeyCode, verifyPasskeyCode } from '../lib/passkey-sign-in';
import { removePasskey } from '../lib/passkeys';
import { countRecoveryCodesLeft, viewRecoveryCodes } from '../lib/recovery-codes';
import { renewRecoveryCodes } from '../lib/renew-recovery-codes';
import { isTwoFactorMissing, missingTwoFactor } from '../lib/required-two-factor';
import { securityOf } from '../lib/security';
import { beginSession, findActiveSession } from '../lib/sessions';
import { signIn, verifySignInCode } from '../lib/sign-in';
import { disableTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { addPasskeyOf, addPasskeyWithin } from './support/passkeys';
import { CLIENT, createPerson, createSession, PASSWORD, signInAs } from './support/people';
import { enableTwoFactor, freezeClock, ticketNeedingCode, totpCode } from './support/two-factor';

useDatabase();
freezeClock();

const name = (named: string) => {
  process.env.REQUIRE_TWO_FACTOR = named;
};
afterEach(() => {
  delete process.env.REQUIRE_TWO_FACTOR;
});

const reload = async (value: string) => {
  const session = await findActiveSession(value);
  if (!session) throw new Error('the session has ended');
  return session;
};

const canStartSession = async (username: string) => {
  const outcome = await signIn({ username, password: PASSWORD }, CLIENT);
  return outcome.ok && !outcome.needsCode && (await beginSession(outcome.ticket, CLIENT)) !== undefined;
};

test('asks nothing of anybody by default', async () => {
  const session = await createSession(await createPerson('alice'));
  expect(await missingTwoFactor(session)).toBeUndefined();
  expect(await isTwoFactorMissing(session)).toBe(false);
});

test('whoever it names must set up a second factor, also before logging in to an application', async () => {
  name('everyone');
  const session = await createSession(await createPerson('alice'));
  expect(await missingTwoFactor(session)).toBe('setup');
  expect(await mayUseApplications(session)).toBe(false);
  const { sessionValue } = await addPasskeyWithin(session);
  expect(await missingTwoFactor(await reload(sessionValue))).toBeUndefined();
  expect(await mayUseApplications(await reload(sessionValue))).toBe(true);
});

test('an authenticator app meets it', async () => {
  name('everyone');
  const { session } = await enableTwoFactor();
  expect(session.amr).toBe('pwd otp');
  expect(await missingTwoFactor(session)).toBeUndefined();
});

test('the first passkey that meets it ends other sessions and gives recovery codes, the second does neither', async () => {
  name('everyone');
  const alice = await createPerson('alice');
  const other = await signInAs(alice);
  const { sessionValue, hasNewCodes } = await addPasskeyOf(alice);
  expect(hasNewCodes).toBe(true);
  expect(await findActiveSession(other)).toBeUndefined();
  const session = await reload(sessionValue);
  expect(viewRecoveryCodes(session)).toHaveLength(10);
  expect(await securityOf(session)).toMatchObject({ isTwoFactorOn: true, hasApp: false, codes: { left: 10 } });
  const second = await addPasskeyWithin(session);
  expect(second.hasNewCodes).toBe(false);
  expect(await countRecoveryCodesLeft(alice.id)).toBe(10);
});

test('a session that began with the password alone opens nothing once a passkey is required', async () => {
  const alice = await createPerson('alice');
  const { sessionValue } = await addPasskeyOf(alice);
  const weak = await createSession(alice);
  name('everyone');
  expect(await missingTwoFactor(weak)).toBe('sign-in');
  expect(await missingTwoFactor(await reload(sessionValue))).toBeUndefined();
});

test('after the password, a passkey or a recovery code is needed', async () => {
  name('everyone');
  const alice = await createPerson('alice');
  const { authenticator, sessionValue } = await addPasskeyOf(alice);
  const [code = ''] = viewRecoveryCodes(await reload(sessionValue)) ?? [];
  expect(await canStartSession(alice.username)).toBe(false);

  const ticket = await ticketNeedingCode(alice.username);
  expect(await beginSession(ticket, CLIENT)).toBeUndefined();
  expect(await verifySignInCode(ticket, { code: '123456' }, CLIENT)).toMatchObject({ ok: false });
  const asked = (await beginPasskeyCode(ticket)) as PublicKeyCredentialRequestOptionsJSON;
  expect(await verifyPasskeyCode(ticket, { answer: authenticator.get(asked) }, CLIENT)).toMatchObject({ ok: true });
  expect(await missingTwoFactor(await reload((await beginSession(ticket, CLIENT)) as string))).toBeUndefined();

  const another = await ticketNeedingCode(alice.username);
  expect(await verifySignInCode(another, { code }, CLIENT)).toMatchObject({ ok: true });
  const session = await reload((await beginSession(another, CLIENT)) as string);
  expect([session.amr, await missingTwoFactor(session)]).toEqual(['pwd otp', undefined]);
});

test('a ticket for the password alone is worth nothing once a passkey was added', async () => {
  name('everyone');
  const alice = await createPerson('alice');
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, CLIENT);
  await addPasskeyOf(alice);
  expect(outcome.ok && (await beginSession(outcome.ticket, CLIENT))).toBeUndefined();
});

test('removing the last passkey removes its recovery codes and leads to the set-up again', async () => {
  name('everyone');
  const alice = await createPerson('alice');
  const session = await reload((await addPasskeyOf(alice)).sessionValue);
  const [passkey] = await listPasskeys(alice.id);
  const removed = await removePasskey(session, { passkey: passkey?.id ?? '' }, CLIENT);
  if (!removed.ok) throw new Error(removed.error);
  expect(await countRecoveryCodesLeft(alice.id)).toBe(0);
  expect(await missingTwoFactor(await reload(removed.sessionValue))).toBe('setup');
  expect(await canStartSession(alice.username)).toBe(true);
});

test('with a passkey alone, a recovery code renews the codes', async () => {
  name('everyone');
  const alice = await createPerson('alice');
  const session = await reload((await addPasskeyOf(alice)).sessionValue);
  const [code = ''] = viewRecoveryCodes(session) ?? [];
  const wrong = await renewRecoveryCodes(session, { code: '123456' }, CLIENT);
  expect(wrong).toMatchObject({ error: 'two-factor.errors.recoveryCodeWrong', field: 'code' });
  const renewed = await renewRecoveryCodes(session, { code }, CLIENT);
  if (!renewed.ok) throw new Error(renewed.error);
  const fresh = viewRecoveryCodes(await reload(renewed.sessionValue)) ?? [];
  expect(fresh).toHaveLength(10);
  expect(fresh).not.toContain(code);
});

test('with a passkey alone and no recovery code left, a confirmation renews the codes, once', async () => {
  name('everyone');
  const alice = await createPerson('alice');
  let session = await reload((await addPasskeyOf(alice)).sessionValue);
  const renew = () => renewRecoveryCodes(session, { code: '' }, CLIENT);
  const confirms = async () => {
    const confirmed = await confirm(session, { currentPassword: PASSWORD }, CLIENT);
    session = await reload(confirmed.ok ? confirmed.sessionValue : '');
  };
  const missing = { ok: false, error: 'two-factor.errors.codeMissing' };
  await confirms();
  expect(await renew()).toMatchObject(missing);
  await db().delete(recoveryCodes);
  const copies = await Promise.all([renew(), renew()]);
  expect(copies).toEqual([{ ok: true, sessionValue: expect.any(String) }, copies[0]]);
  expect(await countRecoveryCodesLeft(alice.id)).toBe(10);
  await db().delete(recoveryCodes);
  session = { ...session, confirmedAt: null };
  expect(await renewRecoveryCodes(session, { code: '' }, { ...CLIENT, userAgent: 'Another' })).toMatchObject(missing);
});

test('turning the app off keeps the recovery codes where a passkey still needs them', async () => {
  name('everyone');
  const { session, secret } = await enableTwoFactor();
  const added = await addPasskeyWithin(session);
  expect(added.hasNewCodes).toBe(false);
  const off = await disableTwoFactor(await reload(added.sessionValue), { code: totpCode(secret) }, CLIENT);
  if (!off.ok) throw new Error(off.error);
  expect(await countRecoveryCodesLeft(session.userId)).toBe(10);
  expect(await missingTwoFactor(await reload(off.sessionValue))).toBeUndefined();
  expect(await db().query.recoveryCodes.findMany()).toHaveLength(10);
});

test('administrators may be the only ones named, from the moment they become one', async () => {
  name('administrators');
  const alice = await createPerson('alice');
  await addPasskeyOf(alice);
  const session = await createSession(alice);
  expect(await missingTwoFactor(session)).toBeUndefined();
  expect(await canStartSession(alice.username)).toBe(true);
  expect(await missingTwoFactor({ ...session, user: { ...session.user, administrator: true } })).toBe('sign-in');
  const admin = await createPerson('admin', { administrator: true });
  expect(await missingTwoFactor(await createSession(admin))).toBe('setup');
});
