import { transaction } from '../db';
import type { Session } from '../db/sessions';
import { updateAnyUser } from '../db/users';
import { confirmUsername } from '../lib/confirm-username';
import { createLink } from '../lib/links';
import { changePassword } from '../lib/password';
import { countRecoveryCodesLeft } from '../lib/recovery-codes';
import { signOut } from '../lib/sessions';
import { setPassword } from '../lib/set-password';
import { findUserOfCodeTicket, verifySignInCode } from '../lib/sign-in';
import { disableTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import {
  CLIENT,
  disableUser,
  endUserSessions,
  findUser,
  PASSWORD,
  resetPassword,
  resetTwoFactor,
} from './support/people';
import { enableTwoFactor, freezeClock, ticketNeedingCode } from './support/two-factor';

useDatabase();
freezeClock();

const ALICE = 'alice@example.com';
const chosen = { newPassword: 'seven quiet otters', confirmPassword: 'seven quiet otters' };

async function followsUsernameLink({ userId }: Session) {
  await transaction((on) => updateAnyUser(on, userId, { pendingUsername: 'ada@example.com' }));
  return confirmUsername(await createLink(await findUser(ALICE), 'username'), undefined, CLIENT);
}

type Given = { session: Session; codes: string[] };

test.each<[string, (given: Given) => Promise<unknown>]>([
  ['a new password', ({ session }) => changePassword(session, { currentPassword: PASSWORD, ...chosen }, CLIENT)],
  [
    'two-factor authentication turned off',
    ({ session, codes: [code = ''] }) => disableTwoFactor(session, { code }, CLIENT),
  ],
  [
    'a password set by a link',
    async ({ session }) => setPassword(await createLink(session.user, 'reset'), chosen, CLIENT),
  ],
  ['a new username', ({ session }) => followsUsernameLink(session)],
  ['a reset of the password', () => resetPassword(ALICE)],
  ['a reset of two-factor authentication', () => resetTwoFactor(ALICE)],
  ['a disabled account', () => disableUser(ALICE)],
  ['sessions that an administrator ends', () => endUserSessions(ALICE)],
])('%s ends a login that waits for its code', async (_, act) => {
  const given = await enableTwoFactor();
  const ticket = await ticketNeedingCode(ALICE);
  expect(await findUserOfCodeTicket(ticket)).toBeDefined();
  expect(await act(given)).toMatchObject({ ok: true });
  expect(await findUserOfCodeTicket(ticket)).toBeUndefined();
});

test('an administrator ends a login that waits for its code even where there is no session', async () => {
  const { session } = await enableTwoFactor();
  await signOut(session, CLIENT);
  const ticket = await ticketNeedingCode(ALICE);
  expect(await endUserSessions(ALICE)).toEqual({ ok: true, isChanged: true });
  expect(await findUserOfCodeTicket(ticket)).toBeUndefined();
  expect(await endUserSessions(ALICE)).toEqual({ ok: true, isChanged: false });
});

test('of two recovery codes at once for one login, one is used up', async () => {
  const { session, codes } = await enableTwoFactor();
  const ticket = await ticketNeedingCode(ALICE);
  const outcomes = await Promise.all(codes.slice(0, 2).map((code) => verifySignInCode(ticket, { code }, CLIENT)));
  expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(await countRecoveryCodesLeft(session.userId)).toBe(9);
});
