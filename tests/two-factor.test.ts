import { generateSync } from 'otplib';
import { db } from '../db';
import { findUserById } from '../db/users';
import { setClock } from '../lib/adapters/clock';
import { matchedStep, newSecret } from '../lib/adapters/totp';
import { changePassword } from '../lib/password';
import { recoveryCodesLeft, shownRecoveryCodes } from '../lib/recovery-codes';
import { beginSession, sessionOf } from '../lib/sessions';
import { giveCode, signIn } from '../lib/sign-in';
import {
  cancelTwoFactor,
  confirmTwoFactor,
  disableTwoFactor,
  pendingKey,
  renewRecoveryCodes,
  startTwoFactor,
  twoFactorState,
} from '../lib/two-factor';
import { disableUser, resetTwoFactor } from '../lib/users';
import { eachTestHasItsDatabase } from './support/database';
import { HERE, PASSWORD, person, sessionFor, signedIn } from './support/people';

eachTestHasItsDatabase();

const STEP = 30_000;
const START = Date.UTC(2026, 0, 1);

let time: number;
beforeEach(() => {
  time = START;
  setClock(() => time);
});

const codeAt = (secret: string, at: number) => generateSync({ secret, epoch: at / 1000 });

/** Alice, signed in, with two-factor authentication in the pending state. */
async function pending() {
  const alice = await person('alice');
  const session = await sessionFor(alice);
  expect(await startTwoFactor(session, { currentPassword: PASSWORD }, HERE)).toMatchObject({ ok: true });
  return again(session);
}

/** Reads a session anew: its user's row tells the state. */
async function again({ id, userId }: { id: string; userId: string }) {
  const session = await db().query.sessions.findFirst({ where: (sessions, { eq }) => eq(sessions.id, id) });
  const user = await findUserById(userId);
  if (!session || !user) throw new Error('the session has ended');
  const key = await pendingKey(user);
  return { session: { ...session, user }, secret: key?.groups.join('') ?? '' };
}

/** Alice with two-factor authentication on, her secret, her recovery codes, and a clock one step later. */
async function enabled() {
  const { session, secret } = await pending();
  expect(await confirmTwoFactor(session, { code: codeAt(secret, time) }, HERE)).toMatchObject({ ok: true });
  time += STEP;
  const after = await again(session);
  return { ...after, secret, codes: shownRecoveryCodes(after.session) ?? [] };
}

async function waiting(username: string): Promise<string> {
  const outcome = await signIn({ username, password: PASSWORD }, HERE);
  if (!outcome.ok) throw new Error(outcome.error);
  expect(outcome.owesCode).toBe(true);
  return outcome.ticket;
}

/** Fifty sign-ins of one person that wait for their code. */
async function fiftyWaiting(username: string): Promise<string[]> {
  const tickets = [];
  while (tickets.length < 50) tickets.push(await waiting(username));
  return tickets;
}

const eventsOf = async (userId: string) =>
  (await db().query.events.findMany({ where: (events, { eq }) => eq(events.userId, userId) })).map(({ type }) => type);

test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('the test vectors of RFC 6238 hold at %i seconds', (seconds, code) => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'; // "12345678901234567890"
  expect(matchedStep(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
});

test('a secret has 160 random bits, and an empty or unreadable one is an error, never a key', () => {
  expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newSecret()).not.toBe(newSecret());
  for (const secret of ['', 'AAAA', 'not base32!']) expect(() => matchedStep(secret, '000000', 0)).toThrow();
});

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
  const outcome = await confirmTwoFactor(session, { code: ` ${codeAt(secret, time).replace(/.../, '$& ')} ` }, HERE);
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
    if (codeAt(secret, time) === code) throw new Error('the one unlucky secret in a million');
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
  const outcome = await confirmTwoFactor(session, { code: codeAt(secret, time + steps * STEP) }, HERE);
  expect(outcome.ok).toBe(counts);
});

test('the code that switched it on does not sign in as well', async () => {
  const { session, secret } = await pending();
  const code = codeAt(secret, time);
  await confirmTwoFactor(session, { code }, HERE);
  expect(await giveCode(await waiting(session.user.username), { code }, HERE)).toMatchObject({ ok: false });
});

test('a pending secret lapses after a quarter of an hour', async () => {
  const { session, secret } = await pending();
  time += 15 * 60_000;
  expect(twoFactorState(session.user)).toBe('off');
  const outcome = await confirmTwoFactor(session, { code: codeAt(secret, time) }, HERE);
  expect(outcome).toMatchObject({ ok: false, error: 'two-factor.errors.lapsed' });
});

test('leaving half-way changes nothing: cancelled, it is off and the code is worth nothing', async () => {
  const { session, secret } = await pending();
  await cancelTwoFactor(session);
  const after = await again(session);
  expect(twoFactorState(after.session.user)).toBe('off');
  expect(await confirmTwoFactor(session, { code: codeAt(secret, time) }, HERE)).toMatchObject({ ok: false });
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
  const code = codeAt(secret, time);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => confirmTwoFactor(session, { code }, HERE)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

test('a password alone opens nothing where a code is owed', async () => {
  const { session } = await enabled();
  const ticket = await waiting(session.user.username);
  expect(await beginSession(ticket, HERE)).toBeUndefined();
});

test('password and code together begin one session', async () => {
  const { session, secret } = await enabled();
  const ticket = await waiting(session.user.username);
  expect(await giveCode(ticket, { code: codeAt(secret, time) }, HERE)).toMatchObject({ ok: true });
  expect(await beginSession(ticket, HERE)).toEqual(expect.any(String));
  expect(await beginSession(ticket, HERE)).toBeUndefined();
});

test('a step is accepted once and only forward', async () => {
  const { session, secret } = await enabled();
  const give = async (code: string) => (await giveCode(await waiting(session.user.username), { code }, HERE)).ok;
  expect(await give(codeAt(secret, time + STEP))).toBe(true);
  expect(await give(codeAt(secret, time + STEP))).toBe(false);
  expect(await give(codeAt(secret, time))).toBe(false);
  time += 2 * STEP;
  expect(await give(codeAt(secret, time))).toBe(true);
});

test('of fifty sign-ins with one code one succeeds', async () => {
  const { session, secret } = await enabled();
  const code = codeAt(secret, time);
  const tickets = await fiftyWaiting(session.user.username);
  const outcomes = await Promise.all(tickets.map((ticket) => giveCode(ticket, { code }, HERE)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

test('the waiting step lives ten minutes, and ends when the password changes or the user is disabled', async () => {
  const { session, secret } = await enabled();
  const give = async (ticket: string) => (await giveCode(ticket, { code: codeAt(secret, time) }, HERE)).ok;
  const old = await waiting(session.user.username);
  time += 10 * 60_000;
  expect(await give(old)).toBe(false);
  const second = await waiting(session.user.username);
  const newPassword = 'seven quiet lighthouses';
  await changePassword(session, { currentPassword: PASSWORD, newPassword, confirmPassword: newPassword }, HERE);
  expect(await give(second)).toBe(false);
  const third = await signIn({ username: session.user.username, password: newPassword }, HERE);
  await disableUser(session.user.username);
  expect(third.ok && (await give(third.ticket))).toBe(false);
});

test('a recovery code signs in once, however it is typed, and only its owner', async () => {
  const { session, codes } = await enabled();
  const [code = ''] = codes;
  const give = async (typed: string) =>
    (await giveCode(await waiting(session.user.username), { code: typed }, HERE)).ok;
  expect(await give(code.toUpperCase().replaceAll('-', ' '))).toBe(true);
  expect(await give(code)).toBe(false);
  expect(await recoveryCodesLeft(session.userId)).toBe(9);
  expect(await eventsOf(session.userId)).toContain('recovery-code-used');
  const bob = await person('bob');
  expect(await recoveryCodesLeft(bob.id)).toBe(0);
});

test('of fifty sign-ins with one recovery code one succeeds', async () => {
  const { session, codes } = await enabled();
  const tickets = await fiftyWaiting(session.user.username);
  const outcomes = await Promise.all(tickets.map((ticket) => giveCode(ticket, { code: codes[3] ?? '' }, HERE)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await recoveryCodesLeft(session.userId)).toBe(9);
});

test('renewed codes replace the old ones, and need a code', async () => {
  const { session, secret, codes } = await enabled();
  expect(await renewRecoveryCodes(session, { code: '000000' }, HERE)).toMatchObject({ ok: false, field: 'code' });
  expect(await renewRecoveryCodes(session, { code: codeAt(secret, time) }, HERE)).toMatchObject({ ok: true });
  const fresh = shownRecoveryCodes((await again(session)).session) ?? [];
  expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
  const give = async (code = '') => (await giveCode(await waiting(session.user.username), { code }, HERE)).ok;
  expect([await give(codes[0]), await give(fresh[0])]).toEqual([false, true]);
});

test('new codes are shown for a quarter of an hour, in the session that made them', async () => {
  const { session } = await enabled();
  expect(shownRecoveryCodes(session)).toHaveLength(10);
  time += 15 * 60_000;
  expect(shownRecoveryCodes(session)).toBeUndefined();
});

test.each(['a code of the app', 'a recovery code'])('%s switches it off, and the other sessions end', async (kind) => {
  const { session, secret, codes } = await enabled();
  const elsewhere = await waiting(session.user.username);
  await giveCode(elsewhere, { code: codes[1] ?? '' }, HERE);
  const other = await beginSession(elsewhere, HERE);
  const code = kind === 'a recovery code' ? (codes[0] ?? '') : codeAt(secret, time);
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
  expect(await resetTwoFactor(session.user.username)).toEqual({ ok: true });
  expect(await signIn({ username: session.user.username, password: PASSWORD }, HERE)).toMatchObject({
    owesCode: false,
  });
  expect(await eventsOf(session.userId)).toContain('two-factor-reset');
});

test('AUTH_SECRET may be a list: the first seals, all open', async () => {
  const { session, secret } = await enabled();
  const old = process.env.AUTH_SECRET;
  process.env.AUTH_SECRET = `${'n'.repeat(32)},${old}`;
  const outcome = await giveCode(await waiting(session.user.username), { code: codeAt(secret, time) }, HERE);
  process.env.AUTH_SECRET = old;
  expect(outcome.ok).toBe(true);
});

test('a secret that does not open is neither off nor a key: codes are refused, recovery codes still help', async () => {
  const { session, secret, codes } = await enabled();
  const old = process.env.AUTH_SECRET;
  process.env.AUTH_SECRET = 'another secret of 32 bytes or more';
  const give = async (code = '') => (await giveCode(await waiting(session.user.username), { code }, HERE)).ok;
  const outcomes = [await give(codeAt(secret, time)), await give(codes[0])];
  process.env.AUTH_SECRET = old;
  expect(outcomes).toEqual([false, true]);
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
