import { transaction } from '../db';
import { type Session, updateSession } from '../db/sessions';
import { changePassword } from '../lib/password';
import { hideRecoveryCodes } from '../lib/recovery-codes';
import { securityOf } from '../lib/security';
import { endOtherSessions } from '../lib/sessions';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession, PASSWORD, resetPassword } from './support/people';
import { advanceClock, canSignInWithCode, enableTwoFactor, freezeClock, reloadSession } from './support/two-factor';

useDatabase();
freezeClock();

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const changeSession = ({ id }: Session, change: Partial<Session>) => transaction((on) => updateSession(on, id, change));

test('says when the password was changed, and whether it is the first one', async () => {
  const alice = await createPerson('alice');
  const session = await createSession(alice);
  expect(await securityOf(session)).toMatchObject({ isFirstPassword: true, passwordChangedAt: alice.createdAt });
  advanceClock(HOUR);
  const typed = { currentPassword: PASSWORD, newPassword: 'seven quiet otters', confirmPassword: 'seven quiet otters' };
  expect(await changePassword(session, typed, CLIENT)).toMatchObject({ ok: true });
  const changed = { isFirstPassword: false, passwordChangedAt: alice.createdAt + HOUR };
  expect(await securityOf((await reloadSession(session)).session)).toMatchObject(changed);
});

test('a reset by an administrator counts as a change of the password', async () => {
  const alice = await createPerson('alice');
  advanceClock(HOUR);
  const reset = await resetPassword(alice.username);
  const session = await createSession(alice, reset.ok ? reset.oneTimePassword : '');
  expect(await securityOf(session)).toMatchObject({ passwordChangedAt: alice.createdAt + HOUR });
});

test("counts the user's active sessions, and finds the last login besides this session's own", async () => {
  const alice = await createPerson('alice');
  await createSession(await createPerson('bob'));
  advanceClock(HOUR);
  const session = await createSession(alice);
  expect(await securityOf(session)).toMatchObject({ sessions: 1, lastLogin: undefined });
  advanceClock(HOUR);
  const other = await createSession(alice);
  const login = { at: other.createdAt, userAgent: CLIENT.userAgent };
  expect(await securityOf(session)).toMatchObject({ sessions: 2, lastLogin: login });
  expect(await securityOf(other)).toMatchObject({ lastLogin: { at: session.createdAt } });
  await endOtherSessions(session, CLIENT);
  expect(await securityOf(session)).toMatchObject({ sessions: 1, lastLogin: login });
  await changeSession(session, { createdAt: session.createdAt - 31 * DAY });
  expect((await securityOf(session)).sessions).toBe(0);
  await changeSession(session, { createdAt: session.createdAt });
  advanceClock(31 * DAY);
  expect((await securityOf(session)).sessions).toBe(0);
});

test('counts recovery codes while two-factor authentication is on, and says which are few or unsaved', async () => {
  const bob = await createSession(await createPerson('bob'));
  expect(await securityOf(bob)).toMatchObject({ isTwoFactorOn: false, codes: undefined });
  const { session, codes } = await enableTwoFactor();
  const seen = async () => (await securityOf((await reloadSession(session)).session)).codes;
  expect(await seen()).toEqual({ left: 10, areFew: false, areUnsaved: true });
  await hideRecoveryCodes(session);
  for (const code of codes.slice(0, 7)) await canSignInWithCode(session.user.username, code);
  expect(await seen()).toEqual({ left: 3, areFew: false, areUnsaved: false });
  await canSignInWithCode(session.user.username, codes[8]);
  expect(await seen()).toEqual({ left: 2, areFew: true, areUnsaved: false });
});
