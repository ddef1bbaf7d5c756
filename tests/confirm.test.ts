import { confirm, isConfirmed } from '../lib/confirm';
import { findSessionByPreviousValue } from '../lib/duplicate-form';
import { countRecoveryCodesLeft } from '../lib/recovery-codes';
import { findActiveSession } from '../lib/sessions';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { CLIENT, createPerson, createSession, endUserSessions, PASSWORD, signInAs } from './support/people';
import { advanceClock, enableTwoFactor, freezeClock, totpCode } from './support/two-factor';

useDatabase();
freezeClock();

const MINUTE = 60_000;

/** Alice's session, after a confirmation that must have succeeded. */
async function confirmed(session: Parameters<typeof confirm>[0], typed: Parameters<typeof confirm>[1]) {
  const outcome = await confirm(session, typed, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  const renewed = await findActiveSession(outcome.sessionValue);
  if (!renewed) throw new Error('no session');
  return renewed;
}

test('logging in is no confirmation, and the password is one for 15 minutes in that session only', async () => {
  const alice = await createPerson('alice');
  const [session, other] = [await createSession(alice), await signInAs(alice)];
  expect(isConfirmed(session)).toBe(false);
  const renewed = await confirmed(session, { currentPassword: PASSWORD });
  expect([renewed.id, isConfirmed(renewed)]).toEqual([session.id, true]);
  expect(isConfirmed((await findActiveSession(other)) ?? session)).toBe(false);
  advanceClock(15 * MINUTE - 1);
  expect(isConfirmed(renewed)).toBe(true);
  advanceClock(1);
  expect(isConfirmed(renewed)).toBe(false);
});

test('a clock that was set back ends a confirmation', async () => {
  const renewed = await confirmed(await createSession(await createPerson('alice')), { currentPassword: PASSWORD });
  advanceClock(-MINUTE);
  expect(isConfirmed(renewed)).toBe(false);
});

test('a code confirms once, and so does a recovery code', async () => {
  const { session, secret, codes } = await enableTwoFactor();
  const renewed = await confirmed(session, { code: totpCode(secret) });
  expect(isConfirmed(renewed)).toBe(true);
  advanceClock(11_000); // until then it would be a double click
  expect(await confirm(renewed, { code: totpCode(secret, -11_000) }, CLIENT)).toMatchObject({
    ok: false,
    field: 'code',
  });
  await confirmed(renewed, { code: codes[0] });
  advanceClock(11_000);
  expect(await confirm(renewed, { code: codes[0] }, CLIENT)).toMatchObject({ ok: false, field: 'code' });
});

test('the session gets a new value, and a form that is sent twice gets the same one', async () => {
  const alice = await createPerson('alice');
  const value = await signInAs(alice);
  const session = await findActiveSession(value);
  if (!session) throw new Error('no session');
  const first = await confirm(session, { currentPassword: PASSWORD }, CLIENT);
  const replaced = await findSessionByPreviousValue(value);
  if (!replaced) throw new Error('not recognised');
  expect(await confirm(replaced, { currentPassword: PASSWORD }, CLIENT)).toEqual(first);
  expect(await confirm(replaced, { currentPassword: 'wrong' }, CLIENT)).toMatchObject({ ok: false });
  expect(await findActiveSession(value)).toBeUndefined();
});

test('wrong passwords are recorded and counted, and an empty one is neither', async () => {
  const session = await createSession(await createPerson('alice'));
  const missing = { ok: false, error: 'password.errors.currentMissing', field: 'currentPassword' };
  for (let n = 0; n < 10; n += 1) expect(await confirm(session, {}, CLIENT)).toMatchObject(missing);
  for (let n = 0; n < 5; n += 1)
    expect(await confirm(session, { currentPassword: 'wrong' }, CLIENT)).toMatchObject({
      error: 'password.errors.currentWrong',
    });
  expect(await confirm(session, { currentPassword: PASSWORD }, CLIENT)).toMatchObject({
    ok: false,
    error: 'sign-in.errors.tooManySeconds',
  });
  expect((await eventTypes(session.userId)).filter((type) => type === 'password-refused')).toHaveLength(5);
});

test('a session that has ended is not confirmed', async () => {
  const session = await createSession(await createPerson('alice'));
  await endUserSessions(session.user.username);
  expect(await confirm(session, { currentPassword: PASSWORD }, CLIENT)).toMatchObject({ ok: false });
});

test('the code of a session that has ended is refused, and not used up', async () => {
  const { session, codes } = await enableTwoFactor();
  await endUserSessions(session.user.username);
  expect(await confirm(session, { code: codes[0] }, CLIENT)).toMatchObject({ ok: false });
  expect(await countRecoveryCodesLeft(session.userId)).toBe(10);
});
