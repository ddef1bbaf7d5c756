import { markOfBrowser } from '../lib/known-browser';
import { changePassword } from '../lib/password';
import { giveCode, signIn } from '../lib/sign-in';
import { resetPassword } from '../lib/users';
import { eachTestHasItsDatabase } from './support/database';
import { HERE, PASSWORD, person, sessionFor } from './support/people';
import { enabled, passes, theClockStands, waiting } from './support/two-factor';

eachTestHasItsDatabase();
theClockStands();

const SECOND = 1000;
const HOUR = 3600 * SECOND;

const WRONG = 'sign-in.errors.wrong';

async function tries(username: string, password: string, visitor = HERE): Promise<string> {
  const outcome = await signIn({ username, password }, visitor);
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

describe('who is given a one-time password need not wait', () => {
  test('to sign in, in whatever browser they failed before', async () => {
    const { id, username } = await person('alice');
    const places = [HERE, { ...HERE, browserMark: markOfBrowser(id) }];
    for (const place of places) await sixTimes(() => tries(username, 'wrong', place));
    const oneTimePassword = await reset(username);
    for (const place of places) expect(await tries(username, oneTimePassword, place)).toBe('in');
  });

  test('to change it', async () => {
    const { username } = await person('alice');
    const passwords = { newPassword: 'seven quiet otters', confirmPassword: 'seven quiet otters' };
    const session = await sessionFor({ username });
    await sixTimes(() => changePassword(session, { currentPassword: 'wrong', ...passwords }, HERE));
    const currentPassword = await reset(username);
    const after = await sessionFor({ username }, currentPassword);
    expect(await changePassword(after, { currentPassword, ...passwords }, HERE)).toMatchObject({ ok: true });
  });

  test('to give a code', async () => {
    const { session, codes } = await enabled();
    const { username } = session.user;
    const ticket = await waiting(username);
    await sixTimes(() => giveCode(ticket, { code: '000000' }, HERE));
    const signedIn = await signIn({ username, password: await reset(username) }, HERE);
    if (!signedIn.ok) throw new Error(signedIn.error);
    expect(await giveCode(signedIn.ticket, { code: codes[0] ?? '' }, HERE)).toMatchObject({ ok: true });
  });
});

test('a password given again, however often, gives no more tries at the code', async () => {
  const { session, codes } = await enabled();
  const { username } = session.user;
  await sixTimes(async () => giveCode(await waiting(username), { code: '000000' }, HERE));
  const outcome = await giveCode(await waiting(username), { code: codes[0] ?? '' }, HERE);
  expect(outcome).toMatchObject({ ok: false, error: 'sign-in.errors.tooManySeconds' });
});

test('an address whose people mistype now and then never waits', async () => {
  const { username } = await person('alice');
  for (let at = 0; at < 100; at++) {
    expect(await tries(`somebody${at}@example.com`, 'mistyped')).toBe(WRONG);
    expect(await tries(username, PASSWORD)).toBe('in');
    passes(75 * SECOND);
  }
});

test('who mistypes once a day in a browser that is known never waits', async () => {
  const { id, username } = await person('alice');
  const known = { ...HERE, browserMark: markOfBrowser(id) };
  for (let day = 0; day < 60; day++) {
    expect(await tries(username, 'mistyped', known)).toBe(WRONG);
    expect(await tries(username, PASSWORD, known)).toBe('in');
    passes(23 * HOUR);
  }
});

test.each([
  ['an account of one’s own', true],
  ['patience alone', false],
])('%s gives an address no more than fifty guesses, and fifty more an hour', async (_, hasAccount) => {
  const { username } = await person('mallory');
  let guesses = 0;
  for (let second = 0; second < 2 * 3600; second += 30) {
    if ((await tries(`alice${second}@example.com`, 'guessed')) === WRONG) guesses += 1;
    if (hasAccount) await tries(username, PASSWORD);
    passes(30 * SECOND);
  }
  expect(guesses).toBeGreaterThanOrEqual(50 + 50);
  expect(guesses).toBeLessThanOrEqual(50 + 2 * 50);
});
