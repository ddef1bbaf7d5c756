import { decrypt, encrypt } from '../lib/encryption';
import { changePassword } from '../lib/password';
import { beginSession } from '../lib/sessions';
import { signIn, verifySignInCode } from '../lib/sign-in';
import { confirmTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { CLIENT, createPerson, disableUser, PASSWORD } from './support/people';
import {
  advanceClock,
  canSignInWithCode,
  enableTwoFactor,
  fiftyTicketsNeedingCode,
  freezeClock,
  STEP,
  startEnrolment,
  ticketNeedingCode,
  totpCode,
} from './support/two-factor';

useDatabase();
freezeClock();

test('the code that turned it on does not log in, too', async () => {
  const { session, secret } = await startEnrolment();
  const code = totpCode(secret);
  await confirmTwoFactor(session, { code }, CLIENT);
  expect(await verifySignInCode(await ticketNeedingCode(session.user.username), { code }, CLIENT)).toMatchObject({
    ok: false,
  });
});

test('a password alone opens nothing while a code is needed', async () => {
  const { session } = await enableTwoFactor();
  const ticket = await ticketNeedingCode(session.user.username);
  expect(await beginSession(ticket, CLIENT)).toBeUndefined();
});

test('password and code together start one session', async () => {
  const { session, secret } = await enableTwoFactor();
  const ticket = await ticketNeedingCode(session.user.username);
  expect(await verifySignInCode(ticket, { code: totpCode(secret) }, CLIENT)).toMatchObject({ ok: true });
  expect(await beginSession(ticket, CLIENT)).toEqual(expect.any(String));
  expect(await beginSession(ticket, CLIENT)).toBeUndefined();
});

test('a time step is accepted once and only after the last one', async () => {
  const { session, secret } = await enableTwoFactor();
  const give = (code: string) => canSignInWithCode(session.user.username, code);
  expect(await give(totpCode(secret, STEP))).toBe(true);
  expect(await give(totpCode(secret, STEP))).toBe(false);
  expect(await give(totpCode(secret))).toBe(false);
  advanceClock(2 * STEP);
  expect(await give(totpCode(secret))).toBe(true);
});

test('only one of fifty sign-ins with one code succeeds', async () => {
  const { session, secret } = await enableTwoFactor();
  const code = totpCode(secret);
  const tickets = await fiftyTicketsNeedingCode(session.user.username);
  const outcomes = await Promise.all(tickets.map((ticket) => verifySignInCode(ticket, { code }, CLIENT)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

test('the code step lasts ten minutes, and ends when the password changes or the user is disabled', async () => {
  const { session, secret } = await enableTwoFactor();
  const give = async (ticket: string) => (await verifySignInCode(ticket, { code: totpCode(secret) }, CLIENT)).ok;
  const old = await ticketNeedingCode(session.user.username);
  advanceClock(10 * 60_000);
  expect(await give(old)).toBe(false);
  const second = await ticketNeedingCode(session.user.username);
  const newPassword = 'seven quiet lighthouses';
  await changePassword(session, { currentPassword: PASSWORD, newPassword, confirmPassword: newPassword }, CLIENT);
  expect(await give(second)).toBe(false);
  const third = await signIn({ username: session.user.username, password: newPassword }, CLIENT);
  await disableUser(session.user.username);
  expect(third.ok && (await give(third.ticket))).toBe(false);
});

test('AUTH_SECRET may be a list: the first encrypts, all decrypt', async () => {
  const { session, secret } = await enableTwoFactor();
  const old = process.env.AUTH_SECRET;
  process.env.AUTH_SECRET = `${'n'.repeat(32)},${old}`;
  const outcome = await verifySignInCode(
    await ticketNeedingCode(session.user.username),
    { code: totpCode(secret) },
    CLIENT,
  );
  process.env.AUTH_SECRET = old;
  expect(outcome.ok).toBe(true);
});

test("with a secret that can't be decrypted, codes are refused and recovery codes still work", async () => {
  const { session, secret, codes } = await enableTwoFactor();
  const old = process.env.AUTH_SECRET;
  process.env.AUTH_SECRET = 'another secret of 32 bytes or more';
  const give = (code?: string) => canSignInWithCode(session.user.username, code);
  const outcomes = [await give(totpCode(secret)), await give(codes[0])];
  process.env.AUTH_SECRET = old;
  expect(outcomes).toEqual([false, true]);
});

test('a ticket whose code was verified is valid for one minute', async () => {
  const { session, secret } = await enableTwoFactor();
  const ticket = await ticketNeedingCode(session.user.username);
  expect(await verifySignInCode(ticket, { code: totpCode(secret) }, CLIENT)).toMatchObject({ ok: true });
  advanceClock(60_001);
  expect(await beginSession(ticket, CLIENT)).toBeUndefined();
});

test('text encrypted with the first secret of a list needs that secret', async () => {
  const { AUTH_SECRET } = process.env;
  const [old, fresh] = ['o'.repeat(32), 'n'.repeat(32)];
  process.env.AUTH_SECRET = `${fresh},${old}`;
  const encrypted = encrypt('JBSWY3DP', 'alice');
  process.env.AUTH_SECRET = fresh;
  expect(decrypt(encrypted, 'alice')).toBe('JBSWY3DP');
  process.env.AUTH_SECRET = old;
  expect(decrypt(encrypted, 'alice')).toBeUndefined();
  process.env.AUTH_SECRET = AUTH_SECRET;
});

test('repeating the password grants no extra attempts at the code', async () => {
  const { session, secret } = await enableTwoFactor();
  const give = async (code: string) =>
    verifySignInCode(await ticketNeedingCode(session.user.username), { code }, CLIENT);
  for (let failure = 0; failure < 5; failure++) expect(await give('no code')).toMatchObject({ field: 'code' });
  expect(await give(totpCode(secret))).toMatchObject({ ok: false, error: 'sign-in.errors.tooManySeconds' });
});

const sessionOf = (outcome: Awaited<ReturnType<typeof verifySignInCode>>) =>
  outcome.ok ? outcome.sessionValue : outcome;

test('the same code sent again with its ticket gets the session that it started', async () => {
  const { session, secret } = await enableTwoFactor();
  const ticket = await ticketNeedingCode(session.user.username);
  const code = totpCode(secret);
  expect(await verifySignInCode(ticket, { code }, CLIENT)).toMatchObject({ ok: true, sessionValue: undefined });
  const again = verifySignInCode(ticket, { code }, CLIENT); // waits for the session
  const value = await beginSession(ticket, CLIENT, code);
  expect(sessionOf(await again)).toBe(value);
  expect(sessionOf(await verifySignInCode(ticket, { code: `${code} ` }, CLIENT))).toBe(value);
  expect((await eventTypes(session.userId)).filter((type) => type.endsWith('refused'))).toEqual([]);
});

test('a ticket that started a session is worth nothing with another code, in another browser, or later', async () => {
  const { session, secret } = await enableTwoFactor();
  const ticket = await ticketNeedingCode(session.user.username);
  const code = totpCode(secret);
  await verifySignInCode(ticket, { code }, CLIENT);
  await beginSession(ticket, CLIENT, code);
  const other = code === '000000' ? '000001' : '000000';
  expect(await verifySignInCode(ticket, { code: other }, CLIENT)).toMatchObject({ ok: false });
  expect(await verifySignInCode(ticket, { code }, { ...CLIENT, userAgent: 'Another' })).toMatchObject({ ok: false });
  expect((await eventTypes(session.userId)).filter((type) => type === 'code-refused')).toHaveLength(2);
  advanceClock(10_001);
  expect(await verifySignInCode(ticket, { code }, CLIENT)).toMatchObject({ error: 'sign-in.errors.expired' });
});

test('a ticket that needs no code gets no duplicate', async () => {
  const { username } = await createPerson('bob');
  const outcome = await signIn({ username, password: PASSWORD }, CLIENT);
  const ticket = outcome.ok ? outcome.ticket : '';
  await beginSession(ticket, CLIENT);
  expect(await verifySignInCode(ticket, { code: '' }, CLIENT)).toMatchObject({ error: 'sign-in.errors.expired' });
});

test('a password without its code is an event until the code is given', async () => {
  const { session, secret } = await enableTwoFactor();
  const abandoned = await ticketNeedingCode(session.user.username);
  advanceClock(1000);
  const ticket = await ticketNeedingCode(session.user.username);
  const acceptedPasswords = async () =>
    (await eventTypes(session.userId)).filter((type) => type === 'password-accepted').length;
  expect(await acceptedPasswords()).toBe(2);
  await verifySignInCode(abandoned, { code: '000000' }, CLIENT);
  expect(await acceptedPasswords()).toBe(2);
  await verifySignInCode(ticket, { code: totpCode(secret) }, CLIENT);
  expect(await acceptedPasswords()).toBe(1);
});
