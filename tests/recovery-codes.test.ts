import { recoveryCodesLeft, shownRecoveryCodes } from '../lib/recovery-codes';
import { beginSession, sessionOf } from '../lib/sessions';
import { giveCode } from '../lib/sign-in';
import { renewRecoveryCodes } from '../lib/two-factor';
import { eachTestHasItsDatabase } from './support/database';
import { HERE, person } from './support/people';
import {
  again,
  codeIn,
  enabled,
  eventsOf,
  fiftyWaiting,
  passes,
  STEP,
  signsInWithCode,
  theClockStands,
  waiting,
} from './support/two-factor';

eachTestHasItsDatabase();
theClockStands();

test('a recovery code signs in once, however it is typed, and only its owner', async () => {
  const { session, codes } = await enabled();
  const [code = ''] = codes;
  const give = (typed: string) => signsInWithCode(session.user.username, typed);
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
  const renewed = await renewRecoveryCodes(session, { code: codeIn(secret) }, HERE);
  if (!renewed.ok) throw new Error(renewed.error);
  expect((await sessionOf(renewed.sessionValue))?.id).toBe(session.id);
  const fresh = shownRecoveryCodes((await again(session)).session) ?? [];
  expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
  const give = (code?: string) => signsInWithCode(session.user.username, code);
  expect([await give(codes[0]), await give(fresh[0])]).toEqual([false, true]);
});

test('new codes are shown for a quarter of an hour, in the session that made them', async () => {
  const { session } = await enabled();
  expect(shownRecoveryCodes(session)).toHaveLength(10);
  passes(15 * 60_000);
  expect(shownRecoveryCodes(session)).toBeUndefined();
});

test('codes that another session has replaced are shown no more', async () => {
  const { session, secret } = await enabled();
  const ticket = await waiting(session.user.username);
  await giveCode(ticket, { code: codeIn(secret) }, HERE);
  const elsewhere = await sessionOf((await beginSession(ticket, HERE)) ?? '');
  if (!elsewhere) throw new Error('no session');
  passes(STEP);
  expect(await renewRecoveryCodes(elsewhere, { code: codeIn(secret) }, HERE)).toMatchObject({ ok: true });
  expect(shownRecoveryCodes((await again(session)).session)).toBeUndefined();
  expect(shownRecoveryCodes((await again(elsewhere)).session)).toHaveLength(10);
});

test('new codes that do not open, for AUTH_SECRET is another one, are shown no more', async () => {
  const { session } = await enabled();
  const { AUTH_SECRET } = process.env;
  process.env.AUTH_SECRET = 'another secret of 32 bytes or more';
  expect(shownRecoveryCodes(session)).toBeUndefined();
  process.env.AUTH_SECRET = `another secret of 32 bytes or more,${AUTH_SECRET}`;
  expect(shownRecoveryCodes(session)).toHaveLength(10);
  process.env.AUTH_SECRET = AUTH_SECRET;
});
