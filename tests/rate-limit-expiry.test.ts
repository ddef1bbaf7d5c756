import { issueDeviceCookie } from '../lib/device-cookie';
import { changePassword } from '../lib/password';
import { viewRecoveryCodes } from '../lib/recovery-codes';
import { signIn, verifySignInCode } from '../lib/sign-in';
import { confirmTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession, PASSWORD, resetPassword, resetTwoFactor } from './support/people';
import {
  advanceClock,
  canSignInWithCode,
  enableTwoFactor,
  freezeClock,
  reloadSession,
  startEnrolment,
  ticketNeedingCode,
  totpCode,
} from './support/two-factor';

useDatabase();
freezeClock();

const SECOND = 1000;
const HOUR = 3600 * SECOND;

const WRONG = 'sign-in.errors.wrong';

async function tries(username: string, password: string, client = CLIENT): Promise<string> {
  const outcome = await signIn({ username, password }, client);
  return outcome.ok ? 'in' : outcome.error;
}

async function reset(username: string): Promise<string> {
  const outcome = await resetPassword(username);
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.oneTimePassword;
}

async function sixTimes(fails: () => Promise<unknown>): Promise<void> {
  for (let time = 0; time < 6; time++) await fails();
}

describe('a user with a new one-time password need not wait', () => {
  test('to log in, in any browser that failed before', async () => {
    const { id, username } = await createPerson('alice');
    const places = [CLIENT, { ...CLIENT, deviceCookie: issueDeviceCookie(id) }];
    for (const place of places) await sixTimes(() => tries(username, 'wrong', place));
    const oneTimePassword = await reset(username);
    for (const place of places) expect(await tries(username, oneTimePassword, place)).toBe('in');
  });

  test('to change the password', async () => {
    const { username } = await createPerson('alice');
    const passwords = { newPassword: 'seven quiet otters', confirmPassword: 'seven quiet otters' };
    const session = await createSession({ username });
    await sixTimes(() => changePassword(session, { currentPassword: 'wrong', ...passwords }, CLIENT));
    const currentPassword = await reset(username);
    const after = await createSession({ username }, currentPassword);
    expect(await changePassword(after, { currentPassword, ...passwords }, CLIENT)).toMatchObject({ ok: true });
  });

  test('to enter a code', async () => {
    const { session, codes } = await enableTwoFactor();
    const { username } = session.user;
    const ticket = await ticketNeedingCode(username);
    await sixTimes(() => verifySignInCode(ticket, { code: '000000' }, CLIENT));
    const signedIn = await signIn({ username, password: await reset(username) }, CLIENT);
    if (!signedIn.ok) throw new Error(signedIn.error);
    expect(await verifySignInCode(signedIn.ticket, { code: codes[0] ?? '' }, CLIENT)).toMatchObject({ ok: true });
  });
});

test('a user whose two-factor authentication was reset need not wait for a code of the next one', async () => {
  const { session } = await enableTwoFactor();
  const { username } = session.user;
  const ticket = await ticketNeedingCode(username);
  await sixTimes(() => verifySignInCode(ticket, { code: '000000' }, CLIENT));
  expect(await resetTwoFactor(username)).toMatchObject({ ok: true });
  const next = await startEnrolment(await createSession({ username }));
  expect(await confirmTwoFactor(next.session, { code: totpCode(next.secret) }, CLIENT)).toMatchObject({ ok: true });
  const codes = viewRecoveryCodes((await reloadSession(next.session)).session);
  expect(await canSignInWithCode(username, codes?.[0])).toBe(true);
});

test('repeating the password, however often, grants no extra attempts at the code', async () => {
  const { session, codes } = await enableTwoFactor();
  const { username } = session.user;
  await sixTimes(async () => verifySignInCode(await ticketNeedingCode(username), { code: '000000' }, CLIENT));
  const outcome = await verifySignInCode(await ticketNeedingCode(username), { code: codes[0] ?? '' }, CLIENT);
  expect(outcome).toMatchObject({ ok: false, error: 'sign-in.errors.tooManySeconds' });
});

test('an address with occasional typos never waits', async () => {
  const { username } = await createPerson('alice');
  for (let at = 0; at < 100; at++) {
    expect(await tries(`somebody${at}@example.com`, 'mistyped')).toBe(WRONG);
    expect(await tries(username, PASSWORD)).toBe('in');
    advanceClock(75 * SECOND);
  }
});

test('one typo a day in a known browser never leads to a wait', async () => {
  const { id, username } = await createPerson('alice');
  const known = { ...CLIENT, deviceCookie: issueDeviceCookie(id) };
  for (let day = 0; day < 60; day++) {
    expect(await tries(username, 'mistyped', known)).toBe(WRONG);
    expect(await tries(username, PASSWORD, known)).toBe('in');
    advanceClock(23 * HOUR);
  }
});

test.each([
  ['logging in with an account', true],
  ['waiting', false],
])('%s grants an address only fifty guesses, and fifty more an hour', async (_, hasAccount) => {
  const { username } = await createPerson('mallory');
  let guesses = 0;
  for (let second = 0; second < 2 * 3600; second += 30) {
    if ((await tries(`alice${second}@example.com`, 'guessed')) === WRONG) guesses += 1;
    if (hasAccount) await tries(username, PASSWORD);
    advanceClock(30 * SECOND);
  }
  expect(guesses).toBeGreaterThanOrEqual(50 + 50);
  expect(guesses).toBeLessThanOrEqual(50 + 2 * 50);
});
