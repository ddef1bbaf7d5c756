import type { Session } from '../db/sessions';
import { hashPassword } from '../lib/adapters/hash';
import { confirm } from '../lib/confirm';
import { changePassword } from '../lib/password';
import { changeProfile } from '../lib/profile';
import { startTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { CLIENT, changeUser, createPerson, createSession, PASSWORD } from './support/people';
import { reloadSession } from './support/two-factor';

useDatabase();

const NEW = 'seven quiet otters';
const currentPassword = PASSWORD;

test.each<[string, (session: Session) => Promise<{ ok: boolean }>]>([
  ['a confirmation', (session) => confirm(session, { currentPassword }, CLIENT)],
  ['a new username', (session) => changeProfile(session, { username: 'ada@example.com', currentPassword }, CLIENT)],
  [
    'a new password',
    (session) => changePassword(session, { currentPassword, newPassword: NEW, confirmPassword: NEW }, CLIENT),
  ],
  ['a second factor', (session) => startTwoFactor(session, { currentPassword }, CLIENT)],
])('%s changes nothing if the password was replaced meanwhile', async (_, act) => {
  const session = await createSession(await createPerson('alice'));
  await changeUser(session.user, { passwordHash: await hashPassword('another quiet lighthouse') });
  const before = await reloadSession(session);
  expect(await act(session)).toMatchObject({ ok: false });
  expect(await reloadSession(session)).toEqual(before);
});
