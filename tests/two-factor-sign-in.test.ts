import { setTimeout } from 'node:timers/promises';
import { changePassword } from '../lib/password';
import { beginSession } from '../lib/sessions';
import { giveCode, signIn } from '../lib/sign-in';
import { confirmTwoFactor } from '../lib/two-factor';
import { disableUser } from '../lib/users';
import { eachTestHasItsDatabase } from './support/database';
import { HERE, PASSWORD } from './support/people';
import {
  codeIn,
  enabled,
  fiftyWaiting,
  passes,
  pending,
  STEP,
  signsInWithCode,
  theClockStands,
  waiting,
} from './support/two-factor';

eachTestHasItsDatabase();
theClockStands();

test('the code that switched it on does not sign in as well', async () => {
  const { session, secret } = await pending();
  const code = codeIn(secret);
  await confirmTwoFactor(session, { code }, HERE);
  expect(await giveCode(await waiting(session.user.username), { code }, HERE)).toMatchObject({ ok: false });
});

test('a password alone opens nothing where a code is owed', async () => {
  const { session } = await enabled();
  const ticket = await waiting(session.user.username);
  expect(await beginSession(ticket, HERE)).toBeUndefined();
});

test('password and code together begin one session', async () => {
  const { session, secret } = await enabled();
  const ticket = await waiting(session.user.username);
  expect(await giveCode(ticket, { code: codeIn(secret) }, HERE)).toMatchObject({ ok: true });
  expect(await beginSession(ticket, HERE)).toEqual(expect.any(String));
  expect(await beginSession(ticket, HERE)).toBeUndefined();
});

test('a step is accepted once and only forward', async () => {
  const { session, secret } = await enabled();
  const give = (code: string) => signsInWithCode(session.user.username, code);
  expect(await give(codeIn(secret, STEP))).toBe(true);
  expect(await give(codeIn(secret, STEP))).toBe(false);
  expect(await give(codeIn(secret))).toBe(false);
  passes(2 * STEP);
  expect(await give(codeIn(secret))).toBe(true);
});

test('of fifty sign-ins with one code one succeeds', async () => {
  const { session, secret } = await enabled();
  const code = codeIn(secret);
  const tickets = await fiftyWaiting(session.user.username);
  const outcomes = await Promise.all(tickets.map((ticket) => giveCode(ticket, { code }, HERE)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

test('the waiting step lives ten minutes, and ends when the password changes or the user is disabled', async () => {
  const { session, secret } = await enabled();
  const give = async (ticket: string) => (await giveCode(ticket, { code: codeIn(secret) }, HERE)).ok;
  const old = await waiting(session.user.username);
  passes(10 * 60_000);
  expect(await give(old)).toBe(false);
  const second = await waiting(session.user.username);
  const newPassword = 'seven quiet lighthouses';
  await changePassword(session, { currentPassword: PASSWORD, newPassword, confirmPassword: newPassword }, HERE);
  expect(await give(second)).toBe(false);
  const third = await signIn({ username: session.user.username, password: newPassword }, HERE);
  await disableUser(session.user.username);
  expect(third.ok && (await give(third.ticket))).toBe(false);
});

test('AUTH_SECRET may be a list: the first seals, all open', async () => {
  const { session, secret } = await enabled();
  const old = process.env.AUTH_SECRET;
  process.env.AUTH_SECRET = `${'n'.repeat(32)},${old}`;
  const outcome = await giveCode(await waiting(session.user.username), { code: codeIn(secret) }, HERE);
  process.env.AUTH_SECRET = old;
  expect(outcome.ok).toBe(true);
});

test('a secret that does not open is neither off nor a key: codes are refused, recovery codes still help', async () => {
  const { session, secret, codes } = await enabled();
  const old = process.env.AUTH_SECRET;
  process.env.AUTH_SECRET = 'another secret of 32 bytes or more';
  const give = (code?: string) => signsInWithCode(session.user.username, code);
  const outcomes = [await give(codeIn(secret)), await give(codes[0])];
  process.env.AUTH_SECRET = old;
  expect(outcomes).toEqual([false, true]);
});

test('a sign-in that began before it was switched on ends in no session without a code', async () => {
  const { session, secret } = await pending();
  const { username } = session.user;
  const issued = await signIn({ username, password: PASSWORD }, HERE);
  const underWay = signIn({ username, password: PASSWORD }, HERE); // its password is being checked
  await setTimeout(0);
  expect(await confirmTwoFactor(session, { code: codeIn(secret) }, HERE)).toMatchObject({ ok: true });
  for (const outcome of [issued, await underWay])
    expect(outcome.ok && (await beginSession(outcome.ticket, HERE))).toBeFalsy();
});

test('giving the password again gives no more tries for the code', async () => {
  const { session, secret } = await enabled();
  const give = async (code: string) => giveCode(await waiting(session.user.username), { code }, HERE);
  for (let failure = 0; failure < 5; failure++) expect(await give('no code')).toMatchObject({ field: 'code' });
  expect(await give(codeIn(secret))).toMatchObject({ ok: false, error: 'sign-in.errors.tooManySeconds' });
});
