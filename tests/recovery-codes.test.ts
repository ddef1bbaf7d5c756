import type { Session } from '../db/sessions';
import { countRecoveryCodesLeft, recoveryCodeHash, viewRecoveryCodes } from '../lib/recovery-codes';
import { renewRecoveryCodes } from '../lib/renew-recovery-codes';
import { beginSession, findActiveSession } from '../lib/sessions';
import { verifySignInCode } from '../lib/sign-in';
import { disableTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { CLIENT, createPerson, resetTwoFactor } from './support/people';
import {
  advanceClock,
  canSignInWithCode,
  enableTwoFactor,
  fiftyTicketsNeedingCode,
  freezeClock,
  reloadSession,
  STEP,
  ticketNeedingCode,
  totpCode,
} from './support/two-factor';

useDatabase();
freezeClock();

test('a recovery code logs in its owner once, however it is typed', async () => {
  const { session, codes } = await enableTwoFactor();
  const [code = ''] = codes;
  const give = (typed: string) => canSignInWithCode(session.user.username, typed);
  expect(await give(code.toUpperCase().replaceAll('-', ' – '))).toBe(true);
  expect(await give(code)).toBe(false);
  expect(await countRecoveryCodesLeft(session.userId)).toBe(9);
  expect(await eventTypes(session.userId)).toContain('recovery-code-used');
  const bob = await createPerson('bob');
  expect(recoveryCodeHash(bob.id, code)).not.toBe(recoveryCodeHash(session.userId, code));
  expect(await countRecoveryCodesLeft(bob.id)).toBe(0);
});

test('only one of fifty sign-ins with one recovery code succeeds', async () => {
  const { session, codes } = await enableTwoFactor();
  const tickets = await fiftyTicketsNeedingCode(session.user.username);
  const outcomes = await Promise.all(
    tickets.map((ticket) => verifySignInCode(ticket, { code: codes[3] ?? '' }, CLIENT)),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await countRecoveryCodesLeft(session.userId)).toBe(9);
});

test('renewed codes replace the old ones, and need a code', async () => {
  const { session, secret, codes } = await enableTwoFactor();
  expect(await renewRecoveryCodes(session, { code: '000000' }, CLIENT)).toMatchObject({ ok: false, field: 'code' });
  const renewed = await renewRecoveryCodes(session, { code: totpCode(secret) }, CLIENT);
  if (!renewed.ok) throw new Error(renewed.error);
  expect((await findActiveSession(renewed.sessionValue))?.id).toBe(session.id);
  expect(await eventTypes(session.userId)).toContain('recovery-codes-renewed');
  const fresh = viewRecoveryCodes((await reloadSession(session)).session) ?? [];
  expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
  const give = (code?: string) => canSignInWithCode(session.user.username, code);
  expect([await give(codes[0]), await give(fresh[0])]).toEqual([false, true]);
});

test('new codes are shown for a quarter of an hour, in the session that created them', async () => {
  const { session } = await enableTwoFactor();
  expect(viewRecoveryCodes(session)).toHaveLength(10);
  advanceClock(15 * 60_000);
  expect(viewRecoveryCodes(session)).toBeUndefined();
});

test('codes that another session has replaced are no longer shown', async () => {
  const { session, secret } = await enableTwoFactor();
  const ticket = await ticketNeedingCode(session.user.username);
  await verifySignInCode(ticket, { code: totpCode(secret) }, CLIENT);
  const elsewhere = await findActiveSession((await beginSession(ticket, CLIENT)) ?? '');
  if (!elsewhere) throw new Error('no session');
  advanceClock(STEP);
  expect(await renewRecoveryCodes(elsewhere, { code: totpCode(secret) }, CLIENT)).toMatchObject({ ok: true });
  expect(viewRecoveryCodes((await reloadSession(session)).session)).toBeUndefined();
  expect(viewRecoveryCodes((await reloadSession(elsewhere)).session)).toHaveLength(10);
});

test('new codes that another AUTH_SECRET encrypted are no longer shown', async () => {
  const { session } = await enableTwoFactor();
  const { AUTH_SECRET } = process.env;
  process.env.AUTH_SECRET = 'another secret of 32 bytes or more';
  expect(viewRecoveryCodes(session)).toBeUndefined();
  process.env.AUTH_SECRET = `another secret of 32 bytes or more,${AUTH_SECRET}`;
  expect(viewRecoveryCodes(session)).toHaveLength(10);
  process.env.AUTH_SECRET = AUTH_SECRET;
});

test.each([
  ['turned off', async (session: Session, code: string) => disableTwoFactor(session, { code }, CLIENT)],
  ['reset by an administrator', async ({ user }: Session) => resetTwoFactor(user.username)],
])('once two-factor authentication is %s, its recovery codes are gone and it is recorded', async (_, change) => {
  const { session, secret } = await enableTwoFactor();
  expect(await change(session, totpCode(secret))).toMatchObject({ ok: true });
  expect(await countRecoveryCodesLeft(session.userId)).toBe(0);
  expect((await eventTypes(session.userId)).at(-1)).toMatch(/^two-factor-(disabled|reset)$/);
});

test('once two-factor authentication is turned off, its codes are no longer shown', async () => {
  const { session, secret } = await enableTwoFactor();
  await disableTwoFactor(session, { code: totpCode(secret) }, CLIENT);
  expect(viewRecoveryCodes((await reloadSession(session)).session)).toBeUndefined();
});
