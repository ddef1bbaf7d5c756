import { generateSync } from 'otplib';
import type { Session } from '../db/sessions';
import { setClock } from '../lib/adapters/clock';
import { beginSession, findActiveSession } from '../lib/sessions';
import { signIn, verifySignInCode } from '../lib/sign-in';
import { confirmTwoFactor, pendingEnrolment, startTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, PASSWORD, signInAs } from './support/people';

useDatabase();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2030, 0, 1);

const after = (elapsed: number) => setClock(() => START + elapsed);
beforeEach(() => after(0));

const isAlive = async (value: string) => (await findActiveSession(value)) !== undefined;
const codeAt = (secret: string, elapsed: number) => generateSync({ secret, epoch: (START + elapsed) / 1000 });

/** Someone who has turned two-factor authentication on with the code of the start. */
async function withTwoFactor() {
  const alice = await createPerson('alice');
  const value = await signInAs(alice);
  await startTwoFactor((await findActiveSession(value)) as Session, { currentPassword: PASSWORD }, CLIENT);
  const session = (await findActiveSession(value)) as Session;
  const secret = (await pendingEnrolment(session))?.groups.join('') ?? '';
  await confirmTwoFactor(session, { code: codeAt(secret, 0) }, CLIENT);
  return { ...alice, secret };
}

async function entersWith(username: string, code: string): Promise<boolean> {
  const outcome = await signIn({ username, password: PASSWORD }, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  return (await verifySignInCode(outcome.ticket, { code }, CLIENT)).ok;
}

test.each([
  ['idle for too long', 7 * DAY, []],
  ['too old', 30 * DAY, [6 * DAY, 12 * DAY, 18 * DAY, 24 * DAY]],
])('a session refused as %s stays refused when the clock is set back an hour', async (_, end, uses) => {
  const value = await signInAs(await createPerson('alice'));
  for (const use of uses) {
    after(use);
    expect(await isAlive(value)).toBe(true);
  }
  after(end);
  expect(await isAlive(value)).toBe(false);
  after(end - HOUR);
  expect(await isAlive(value)).toBe(false);
});

test.each([
  ['forth', HOUR],
  ['back', -HOUR],
])('a clock that jumps an hour %s and back ends no session that is in use', async (_, jump) => {
  const value = await signInAs(await createPerson('alice'));
  for (const elapsed of [DAY, DAY + jump, DAY, 2 * DAY]) {
    after(elapsed);
    expect(await isAlive(value)).toBe(true);
  }
});

test('a clock that is set back an hour after the sign-in does not extend the thirty days', async () => {
  const value = await signInAs(await createPerson('alice'));
  after(-HOUR);
  expect(await isAlive(value)).toBe(true);
  for (let day = 5; day < 30; day += 5) {
    after(day * DAY);
    expect(await isAlive(value)).toBe(true);
  }
  after(30 * DAY);
  expect(await isAlive(value)).toBe(false);
});

test('a code that was accepted is not accepted again when the clock is set back to its time', async () => {
  const { username, secret } = await withTwoFactor();
  after(HOUR);
  expect(await entersWith(username, codeAt(secret, HOUR))).toBe(true);
  for (const elapsed of [HOUR, HOUR - MINUTE, 30_000]) {
    after(elapsed);
    expect(await entersWith(username, codeAt(secret, elapsed))).toBe(false);
  }
});

test('a code of an hour ago is not accepted when the clock jumps an hour ahead', async () => {
  const { username, secret } = await withTwoFactor();
  after(HOUR);
  expect(await entersWith(username, codeAt(secret, 0))).toBe(false);
  expect(await entersWith(username, codeAt(secret, 30_000))).toBe(false);
});

test('a ticket is traded once, whatever the clock does', async () => {
  const { username } = await createPerson('alice');
  const outcome = await signIn({ username, password: PASSWORD }, CLIENT);
  const ticket = outcome.ok ? outcome.ticket : '';
  expect(await beginSession(ticket, CLIENT)).toBeDefined();
  after(-HOUR);
  expect(await beginSession(ticket, CLIENT)).toBeUndefined();
});
