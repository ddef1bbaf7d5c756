import { db } from '../db';
import { countRecoveryCodesLeft, viewRecoveryCodes } from '../lib/recovery-codes';
import { beginSession, findActiveSession } from '../lib/sessions';
import { signIn, verifySignInCode } from '../lib/sign-in';
import {
  cancelTwoFactor,
  confirmTwoFactor,
  disableTwoFactor,
  pendingEnrolment,
  startTwoFactor,
  twoFactorState,
} from '../lib/two-factor';
import { useDatabase } from './support/database';
import { eventTypes, recordedEvents } from './support/events';
import { CLIENT, createPerson, createSession, PASSWORD, resetTwoFactor, signInAs } from './support/people';
import {
  advanceClock,
  enableTwoFactor,
  freezeClock,
  reloadSession,
  STEP,
  startEnrolment,
  ticketNeedingCode,
  totpCode,
} from './support/two-factor';

useDatabase();
freezeClock();

test('it starts only with the current password', async () => {
  const session = await createSession(await createPerson('alice'));
  const outcome = await startTwoFactor(session, { currentPassword: 'wrong' }, CLIENT);
  expect(outcome).toMatchObject({ ok: false, error: 'password.errors.currentWrong', field: 'currentPassword' });
  expect(twoFactorState((await reloadSession(session)).session.user)).toBe('off');
});

test('a right code turns it on: ten recovery codes, other sessions ended, this one under a new value', async () => {
  const alice = await createPerson('alice');
  const elsewhere = await signInAs(alice);
  const here = await findActiveSession(await signInAs(alice));
  if (!here) throw new Error('no session');
  await startTwoFactor(here, { currentPassword: PASSWORD }, CLIENT);
  const { session, secret } = await reloadSession(here);
  const outcome = await confirmTwoFactor(session, { code: ` ${totpCode(secret).replace(/.../, '$& ')} ` }, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  const after = await findActiveSession(outcome.sessionValue);
  expect(after && twoFactorState(after.user)).toBe('on');
  expect(await findActiveSession(elsewhere)).toBeUndefined();
  const codes = (after && viewRecoveryCodes(after)) ?? [];
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
  expect(await eventTypes(alice.id)).toContain('two-factor-enabled');
});

test.each(['000000', '12345', '1234567', 'abcdef', '１２３４５６', '-12345'])(
  'the code %j does not switch it on',
  async (code) => {
    const { session, secret } = await startEnrolment();
    if (totpCode(secret) === code) throw new Error('the one unlucky secret in a million');
    expect(await confirmTwoFactor(session, { code }, CLIENT)).toMatchObject({ ok: false, field: 'code' });
    expect(twoFactorState((await reloadSession(session)).session.user)).toBe('pending');
    expect(await eventTypes(session.userId)).toContain('code-refused');
  },
);

test.each([
  [-2, false],
  [-1, true],
  [0, true],
  [1, true],
  [2, false],
])('whether a code %i steps from now is accepted: %s', async (steps, counts) => {
  const { session, secret } = await startEnrolment();
  const outcome = await confirmTwoFactor(session, { code: totpCode(secret, steps * STEP) }, CLIENT);
  expect(outcome.ok).toBe(counts);
});

test('a pending secret expires after a quarter of an hour', async () => {
  const { session, secret } = await startEnrolment();
  advanceClock(15 * 60_000);
  expect(twoFactorState(session.user)).toBe('off');
  const outcome = await confirmTwoFactor(session, { code: totpCode(secret) }, CLIENT);
  expect(outcome).toMatchObject({ ok: false, error: 'two-factor.errors.lapsed' });
});

test('cancelling changes nothing: it is off and the code does not work', async () => {
  const { session, secret } = await startEnrolment();
  await cancelTwoFactor(session);
  const after = await reloadSession(session);
  expect(twoFactorState(after.session.user)).toBe('off');
  expect(await confirmTwoFactor(session, { code: totpCode(secret) }, CLIENT)).toMatchObject({ ok: false });
});

test('another session can neither read nor confirm the pending secret', async () => {
  const { session, secret } = await startEnrolment();
  const other = await reloadSession(await createSession(session.user));
  expect(other.secret).toBe('');
  const code = totpCode(secret);
  expect(await confirmTwoFactor(other.session, { code }, CLIENT)).toMatchObject({ error: 'two-factor.errors.lapsed' });
  expect(await confirmTwoFactor(session, { code }, CLIENT)).toMatchObject({ ok: true });
});

test('it cannot be started, nor cancelled, over an active factor', async () => {
  const { session } = await enableTwoFactor();
  const outcome = await startTwoFactor(session, { currentPassword: PASSWORD }, CLIENT);
  expect(outcome).toMatchObject({ ok: false, error: 'two-factor.errors.alreadyOn' });
  await cancelTwoFactor(session);
  expect(twoFactorState((await reloadSession(session)).session.user)).toBe('on');
});

test('fifty confirmations with one code have one effect and one new session value', async () => {
  const { session, secret } = await startEnrolment();
  const code = totpCode(secret);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => confirmTwoFactor(session, { code }, CLIENT)));
  const values = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.sessionValue] : []));
  expect(new Set(values).size).toBe(1);
  expect((await eventTypes(session.userId)).filter((type) => type === 'two-factor-enabled')).toHaveLength(1);
});

test.each(['a code of the app', 'a recovery code'])('%s turns it off, and the other sessions end', async (kind) => {
  const { session, secret, codes } = await enableTwoFactor();
  const elsewhere = await ticketNeedingCode(session.user.username);
  await verifySignInCode(elsewhere, { code: codes[1] ?? '' }, CLIENT);
  const other = await beginSession(elsewhere, CLIENT);
  const code = kind === 'a recovery code' ? (codes[0] ?? '') : totpCode(secret);
  const outcome = await disableTwoFactor(session, { code }, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  const after = await findActiveSession(outcome.sessionValue);
  expect(after && twoFactorState(after.user)).toBe('off');
  expect(await findActiveSession(other ?? '')).toBeUndefined();
  expect(await countRecoveryCodesLeft(session.userId)).toBe(0);
  expect(await signIn({ username: session.user.username, password: PASSWORD }, CLIENT)).toMatchObject({
    needsCode: false,
  });
});

test('a wrong code does not turn it off', async () => {
  const { session } = await enableTwoFactor();
  expect(await disableTwoFactor(session, { code: '000000' }, CLIENT)).toMatchObject({ ok: false, field: 'code' });
  expect(twoFactorState((await reloadSession(session)).session.user)).toBe('on');
});

test('the administrator turns it off for a user who has lost everything', async () => {
  const { session } = await enableTwoFactor();
  expect(await resetTwoFactor(session.user.username)).toMatchObject({ ok: true });
  expect(await signIn({ username: session.user.username, password: PASSWORD }, CLIENT)).toMatchObject({
    needsCode: false,
  });
  expect(await eventTypes(session.userId)).toContain('two-factor-reset');
});

test("the administrator's reset ends the user's sessions and a login that waits for its code", async () => {
  const { session } = await enableTwoFactor();
  await ticketNeedingCode(session.user.username);
  const bobs = await createSession(await createPerson('bob'));
  expect(await resetTwoFactor(session.user.username)).toMatchObject({ ok: true });
  expect(await db().query.sessions.findMany()).toEqual([expect.objectContaining({ id: bobs.id })]);
  expect(await db().query.signInTickets.findMany()).toEqual([]);
});

test('neither secret nor recovery codes can be read in the database', async () => {
  const { secret, codes } = await enableTwoFactor();
  const rows = await Promise.all([
    db().query.users.findMany(),
    db().query.sessions.findMany(),
    db().query.recoveryCodes.findMany(),
    recordedEvents(),
  ]);
  const everything = JSON.stringify(rows);
  for (const hidden of [secret, ...codes]) expect(everything).not.toContain(hidden);
});

test('an authenticator shows the name that APP_NAME gives, whatever it contains', async () => {
  const { session } = await startEnrolment();
  process.env.APP_NAME = 'Acme & Söhne?';
  const enrolment = await pendingEnrolment(session);
  delete process.env.APP_NAME;
  const { pathname, searchParams } = new URL(enrolment?.uri ?? '');
  expect([decodeURIComponent(pathname), searchParams.get('issuer')]).toEqual([
    expect.stringMatching(/Acme & Söhne\?:alice@example\.com$/),
    'Acme & Söhne?',
  ]);
});
