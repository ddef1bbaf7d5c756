import { eq } from 'drizzle-orm';
import { db } from '../db';
import { users } from '../db/schema';
import { log } from '../lib/adapters/log';
import { changePassword } from '../lib/password';
import { renewRecoveryCodes } from '../lib/renew-recovery-codes';
import { signIn } from '../lib/sign-in';
import { cancelTwoFactor, confirmTwoFactor, disableTwoFactor, startTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { CLIENT, createSession, PASSWORD, resetTwoFactor } from './support/people';
import {
  advanceClock,
  canSignInWithCode,
  enableTwoFactor,
  freezeClock,
  reloadSession,
  STEP,
  startEnrolment,
  totpCode,
} from './support/two-factor';

useDatabase();
freezeClock();

const OTHER = 'seven quiet lighthouses';

async function failFiveTimes(session: Parameters<typeof disableTwoFactor>[0]): Promise<void> {
  for (let time = 0; time < 5; time++)
    expect(await disableTwoFactor(session, { code: 'wrong' }, CLIENT)).toMatchObject({ ok: false, field: 'code' });
}

const TOO_MANY = { ok: false, error: 'sign-in.errors.tooManySeconds' };

test('changing the password back and forth grants no extra attempts at the code', async () => {
  const { session } = await enableTwoFactor();
  await failFiveTimes(session);
  for (const [currentPassword, newPassword] of [
    [PASSWORD, OTHER],
    [OTHER, PASSWORD],
  ] as const) {
    const { session: now } = await reloadSession(session);
    const typed = { currentPassword, newPassword, confirmPassword: newPassword };
    expect(await changePassword(now, typed, CLIENT)).toMatchObject({ ok: true });
    const { session: after } = await reloadSession(session);
    expect(await disableTwoFactor(after, { code: 'wrong' }, CLIENT)).toMatchObject(TOO_MANY);
  }
});

test('restarting the enrolment grants no extra attempts at its code', async () => {
  const { session } = await startEnrolment();
  const confirm = async () => confirmTwoFactor((await reloadSession(session)).session, { code: '000000' }, CLIENT);
  for (let time = 0; time < 5; time++) expect(await confirm()).toMatchObject({ field: 'code' });
  await cancelTwoFactor(session);
  await startTwoFactor((await reloadSession(session)).session, { currentPassword: PASSWORD }, CLIENT);
  expect(await confirm()).toMatchObject(TOO_MANY);
});

test('five wrong codes at login do not block a logged-in owner from turning it off', async () => {
  const { session, secret } = await enableTwoFactor();
  for (let time = 0; time < 6; time++) await canSignInWithCode(session.user.username, 'wrong');
  expect(await disableTwoFactor(session, { code: totpCode(secret) }, CLIENT)).toMatchObject({ ok: true });
});

test("an administrator's reset of two-factor authentication lets its owner try codes again", async () => {
  const { session } = await enableTwoFactor();
  const { username } = session.user;
  await failFiveTimes(session);
  await resetTwoFactor(username);
  const after = await createSession({ username });
  await startTwoFactor(after, { currentPassword: PASSWORD }, CLIENT);
  const { session: pending, secret } = await reloadSession(after);
  expect(await confirmTwoFactor(pending, { code: totpCode(secret) }, CLIENT)).toMatchObject({ ok: true });
});

test('a blank code is refused as empty, and is neither counted nor recorded', async () => {
  const { session, secret } = await enableTwoFactor();
  for (let time = 0; time < 6; time++)
    for (const code of ['', '  \t'])
      for (const change of [disableTwoFactor, renewRecoveryCodes])
        expect(await change(session, { code }, CLIENT)).toMatchObject({ error: 'two-factor.errors.codeMissing' });
  expect(await eventTypes(session.userId)).not.toContain('code-refused');
  expect(await disableTwoFactor(session, { code: totpCode(secret) }, CLIENT)).toMatchObject({ ok: true });
});

test('blank fields of a login are refused as empty, the first one first, and are neither counted nor recorded', async () => {
  const { session } = await startEnrolment();
  const { username } = session.user;
  for (let time = 0; time < 6; time++) {
    expect(await signIn({ username, password: '' }, CLIENT)).toMatchObject({ field: 'password' });
    expect(await signIn({ username: ' ', password: '' }, CLIENT)).toMatchObject({ field: 'username' });
  }
  expect((await db().query.rateLimits.findMany()).filter(({ attempts }) => attempts > 0)).toEqual([]);
  expect(await eventTypes(session.userId)).not.toContain('sign-in-refused');
});

test('from the second wrong code in a row, the refusal mentions the clock, except for a recovery code', async () => {
  const { session, secret } = await enableTwoFactor();
  const codes = ['000000', '000000', 'not a code', totpCode(secret), '000000'];
  const errors = [];
  for (const code of codes) {
    const outcome = await renewRecoveryCodes((await reloadSession(session)).session, { code }, CLIENT);
    errors.push(outcome.ok ? 'renewed' : outcome.error.split('.').at(-1));
  }
  expect(errors).toEqual(['codeWrong', 'codeWrongAgain', 'recoveryCodeWrong', 'renewed', 'codeWrong']);
});

test('after the clock was ahead, codes are refused with the reason until then, and recovery codes work', async () => {
  const { session, secret, codes } = await enableTwoFactor();
  const { username } = session.user;
  const logged = jest.spyOn(log, 'warn').mockImplementation(() => {});
  advanceClock(3600_000);
  expect(await canSignInWithCode(username, totpCode(secret))).toBe(true);
  advanceClock(-3600_000);
  const { session: now } = await reloadSession(session);
  const refused = await renewRecoveryCodes(now, { code: totpCode(secret) }, CLIENT);
  expect(refused).toMatchObject({ error: 'two-factor.errors.clockAhead', field: 'code', values: { minutes: 60 } });
  expect(logged).toHaveBeenCalledWith(
    { user: session.userId, request: undefined, minutes: 60 },
    expect.stringContaining('clock was ahead'),
  );
  logged.mockRestore();
  expect(await canSignInWithCode(username, codes[0])).toBe(true);
  advanceClock(3600_000);
  expect(await canSignInWithCode(username, totpCode(secret))).toBe(false); // it was accepted an hour ahead
  advanceClock(STEP);
  expect(await canSignInWithCode(username, totpCode(secret))).toBe(true);
});

test.each([
  [60, 'codeWrong'],
  [180, 'clockAhead'],
])('after a clock that was %i seconds ahead a code is refused with %s', async (seconds, error) => {
  const { session, secret } = await enableTwoFactor();
  advanceClock(seconds * 1000);
  expect(await canSignInWithCode(session.user.username, totpCode(secret))).toBe(true);
  advanceClock(-seconds * 1000);
  const { session: now } = await reloadSession(session);
  const refused = await renewRecoveryCodes(now, { code: totpCode(secret) }, CLIENT);
  expect(refused).toMatchObject({ error: `two-factor.errors.${error}` });
});

test('a wait never gets longer, however far the clock is set back', async () => {
  const { session } = await enableTwoFactor();
  await failFiveTimes(session);
  advanceClock(-3600_000);
  expect(await disableTwoFactor(session, { code: 'wrong' }, CLIENT)).toMatchObject({ ...TOO_MANY, seconds: 30 });
  advanceClock(STEP);
  expect(await disableTwoFactor(session, { code: 'wrong' }, CLIENT)).toMatchObject({ field: 'code' });
});

test('two-factor authentication that is on without a secret refuses codes and is logged', async () => {
  const { session, secret, codes } = await enableTwoFactor();
  const logged = jest.spyOn(log, 'error').mockImplementation(() => {});
  await db().update(users).set({ totpSecret: null }).where(eq(users.id, session.userId));
  expect(await canSignInWithCode(session.user.username, totpCode(secret))).toBe(false);
  expect(logged).toHaveBeenCalledWith({ user: session.userId }, expect.stringContaining('on without a secret'));
  logged.mockRestore();
  expect(await canSignInWithCode(session.user.username, codes[0])).toBe(true);
});
