import { db } from '../db';
import type { Session } from '../db/sessions';
import { changePassword } from '../lib/password';
import { changeProfile, type ProfileChange } from '../lib/profile';
import { confirmTwoFactor, disableTwoFactor, renewRecoveryCodes, startTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession, endUserSessions, PASSWORD } from './support/people';
import { enableTwoFactor, freezeClock, startEnrolment, totpCode } from './support/two-factor';

useDatabase();
freezeClock();

type Given = { session: Session; secret: string; codes: string[] };

const signedIn = async () => ({ session: await createSession(await createPerson('alice')), secret: '', codes: [] });
const half = async () => ({ ...(await startEnrolment()), codes: [] });

const passwords = { newPassword: 'seven quiet otters', confirmPassword: 'seven quiet otters' };
const profile = (session: Session, change: Partial<ProfileChange>) =>
  changeProfile(session, { currentPassword: PASSWORD, ...change }, CLIENT);

test.each<[string, () => Promise<Given>, (given: Given) => Promise<{ ok: boolean }>]>([
  [
    'a password',
    signedIn,
    ({ session }) => changePassword(session, { currentPassword: PASSWORD, ...passwords }, CLIENT),
  ],
  ['a username', signedIn, ({ session }) => profile(session, { username: 'ada@example.com' })],
  ['a language', signedIn, ({ session }) => profile(session, { language: 'de' })],
  ['a started factor', signedIn, ({ session }) => startTwoFactor(session, { currentPassword: PASSWORD }, CLIENT)],
  ['a confirmed factor', half, ({ session, secret }) => confirmTwoFactor(session, { code: totpCode(secret) }, CLIENT)],
  [
    'a disabled factor',
    enableTwoFactor,
    ({ session, secret }) => disableTwoFactor(session, { code: totpCode(secret) }, CLIENT),
  ],
  [
    'a factor disabled with a recovery code',
    enableTwoFactor,
    ({ session, codes: [code = ''] }) => disableTwoFactor(session, { code }, CLIENT),
  ],
  [
    'new recovery codes',
    enableTwoFactor,
    ({ session, secret }) => renewRecoveryCodes(session, { code: totpCode(secret) }, CLIENT),
  ],
])('%s fails once its session has ended', async (_, given, change) => {
  const here = await given();
  await endUserSessions(here.session.user.username);
  const before = await whatIsTheirs();
  expect(await change(here)).toMatchObject({ ok: false });
  expect(await whatIsTheirs()).toEqual(before);
});

const whatIsTheirs = () => Promise.all([db().query.users.findMany(), db().query.recoveryCodes.findMany()]);
