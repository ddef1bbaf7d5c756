import { db } from '../db';
import { recoveryCodesLeft, shownRecoveryCodes } from '../lib/recovery-codes';
import { beginSession, sessionOf } from '../lib/sessions';
import { giveCode, signIn } from '../lib/sign-in';
import { cancelTwoFactor, confirmTwoFactor, disableTwoFactor, startTwoFactor, twoFactorState } from '../lib/two-factor';
import { resetTwoFactor } from '../lib/users';
import { eachTestHasItsDatabase } from './support/database';
import { HERE, PASSWORD, person, sessionFor, signedIn } from './support/people';
import { again, codeIn, enabled, eventsOf, passes, pending, STEP, theClockStands, waiting } from './support/two-factor';

eachTestHasItsDatabase();
theClockStands();

test('it starts only with the current password', async () => {
  const session = await sessionFor(await person('alice'));
  const outcome = await startTwoFactor(session, { currentPassword: 'wrong' }, HERE);
  expect(outcome).toMatchObject({ ok: false, error: 'password.errors.currentWrong', field: 'currentPassword' });
  expect(twoFactorState((await again(session)).session.user)).toBe('off');
});

test('a right code switches it on: ten recovery codes, other sessions ended, this one under a new value', async () => {
  const alice = await person('alice');
  const elsewhere = await signedIn(alice);
  const here = await sessionOf(await signedIn(alice));
  if (!here) throw new Error('no session');
  await startTwoFactor(here, { currentPassword: PASSWORD }, HERE);
  const { session, secret } = await again(here);
  const outcome = await confirmTwoFactor(session, { code: ` ${codeIn(secret).replace(/.../, '$& ')} ` }, HERE);
  if (!outcome.ok) throw new Error(outcome.error);
  const after = await sessionOf(outcome.sessionValue);
  expect(after && twoFactorState(after.user)).toBe('on');
  expect(await sessionOf(elsewhere)).toBeUndefined();
  const codes = (after && shownRecoveryCodes(after)) ?? [];
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
  expect(await eventsOf(alice.id)).toContain('two-factor-enabled');
});

test.each(['000000', '', '12345', '1234567', 'abcdef', '１２３４５６', '-12345'])(
  'the code %j does not switch it on',
  async (code) => {
    const { session, secret } = await pending();
    if (codeIn(secret) === code) throw new Error('the one unlucky secret in a million');
    expect(await confirmTwoFactor(session, { code }, HERE)).toMatchObject({ ok: false, field: 'code' });
    expect(twoFactorState((await again(session)).session.user)).toBe('pending');
    expect(await eventsOf(session.userId)).toContain('code-refused');
  },
);

test.each([
  [-2, false],
  [-1, true],
  [0, true],
  [1, true],
  [2, false],
])('a code %i steps from now counts: %s', async (steps, counts) => {
  const { session, secret } = await pending();
  const outcome = await confirmTwoFactor(session, { code: codeIn(secret, steps * STEP) }, HERE);
  expect(outcome.ok).toBe(counts);
});

test('a pending secret lapses after a quarter of an hour', async () => {
  const { session, secret } = await pending();
  passes(15 * 60_000);
  expect(twoFactorState(session.user)).toBe('off');
  const outcome = await confirmTwoFactor(session, { code: codeIn(secret) }, HERE);
  expect(outcome).toMatchObject({ ok: false, error: 'two-factor.errors.lapsed' });
});

test('leaving half-way changes nothing: cancelled, it is off and the code is worth nothing', async () => {
  const { session, secret } = await pending();
  await cancelTwoFactor(session);
  const after = await again(session);
  expect(twoFactorState(after.session.user)).toBe('off');
  expect(await confirmTwoFactor(session, { code: codeIn(secret) }, HERE)).toMatchObject({ ok: false });
});

test('another session neither reads the pending secret nor confirms it', async () => {
  const { session, secret } = await pending();
  const other = await again(await sessionFor(session.user));
  expect(other.secret).toBe('');
  const code = codeIn(secret);
  expect(await confirmTwoFactor(other.session, { code }, HERE)).toMatchObject({ error: 'two-factor.errors.lapsed' });
  expect(await confirmTwoFactor(session, { code }, HERE)).toMatchObject({ ok: true });
});

test('it cannot be started, nor cancelled, over an active factor', async () => {
  const { session } = await enabled();
  const outcome = await startTwoFactor(session, { currentPassword: PASSWORD }, HERE);
  expect(outcome).toMatchObject({ ok: false, error: 'two-factor.errors.alreadyOn' });
  await cancelTwoFactor(session);
  expect(twoFactorState((await again(session)).session.user)).toBe('on');
});

test('of fifty confirmations with one code one succeeds', async () => {
  const { session, secret } = await pending();
  const code = codeIn(secret);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => confirmTwoFactor(session, { code }, HERE)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

test.each(['a code of the app', 'a recovery code'])('%s switches it off, and the other sessions end', async (kind) => {
  const { session, secret, codes } = await enabled();
  const elsewhere = await waiting(session.user.username);
  await giveCode(elsewhere, { code: codes[1] ?? '' }, HERE);
  const other = await beginSession(elsewhere, HERE);
  const code = kind === 'a recovery code' ? (codes[0] ?? '') : codeIn(secret);
  const outcome = await disableTwoFactor(session, { code }, HERE);
  if (!outcome.ok) throw new Error(outcome.error);
  const after = await sessionOf(outcome.sessionValue);
  expect(after && twoFactorState(after.user)).toBe('off');
  expect(await sessionOf(other ?? '')).toBeUndefined();
  expect(await recoveryCodesLeft(session.userId)).toBe(0);
  expect(await signIn({ username: session.user.username, password: PASSWORD }, HERE)).toMatchObject({
    owesCode: false,
  });
});

test('a wrong code does not switch it off', async () => {
  const { session } = await enabled();
  expect(await disableTwoFactor(session, { code: '000000' }, HERE)).toMatchObject({ ok: false, field: 'code' });
  expect(twoFactorState((await again(session)).session.user)).toBe('on');
});

test('the administrator switches it off for who has lost everything', async () => {
  const { session } = await enabled();
  expect(await resetTwoFactor(session.user.username)).toMatchObject({ ok: true });
  expect(await signIn({ username: session.user.username, password: PASSWORD }, HERE)).toMatchObject({
    owesCode: false,
  });
  expect(await eventsOf(session.userId)).toContain('two-factor-reset');
});

test('neither secret nor recovery codes can be read in the database', async () => {
  const { secret, codes } = await enabled();
  const rows = await Promise.all([
    db().query.users.findMany(),
    db().query.sessions.findMany(),
    db().query.recoveryCodes.findMany(),
    db().query.events.findMany(),
  ]);
  const everything = JSON.stringify(rows);
  for (const hidden of [secret, ...codes]) expect(everything).not.toContain(hidden);
});
