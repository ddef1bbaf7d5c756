import { db } from '../db';
import type { Session } from '../db/sessions';
import { changePassword } from '../lib/password';
import { changeProfile, type ProfileChange } from '../lib/profile';
import { confirmTwoFactor, disableTwoFactor, renewRecoveryCodes, startTwoFactor } from '../lib/two-factor';
import { endSessionsOf } from '../lib/users';
import { eachTestHasItsDatabase } from './support/database';
import { HERE, PASSWORD, person, sessionFor } from './support/people';
import { codeIn, enabled, pending, theClockStands } from './support/two-factor';

eachTestHasItsDatabase();
theClockStands();

type Given = { session: Session; secret: string; codes: string[] };

const signedIn = async () => ({ session: await sessionFor(await person('alice')), secret: '', codes: [] });
const half = async () => ({ ...(await pending()), codes: [] });

const passwords = { newPassword: 'seven quiet otters', confirmPassword: 'seven quiet otters' };
const profile = (session: Session, change: Partial<ProfileChange>) =>
  changeProfile(session, { currentPassword: PASSWORD, ...change }, HERE);

test.each<[string, () => Promise<Given>, (given: Given) => Promise<{ ok: boolean }>]>([
  ['a password', signedIn, ({ session }) => changePassword(session, { currentPassword: PASSWORD, ...passwords }, HERE)],
  ['a username', signedIn, ({ session }) => profile(session, { username: 'ada@example.com' })],
  ['a language', signedIn, ({ session }) => profile(session, { language: 'de' })],
  ['a started factor', signedIn, ({ session }) => startTwoFactor(session, { currentPassword: PASSWORD }, HERE)],
  ['a confirmed factor', half, ({ session, secret }) => confirmTwoFactor(session, { code: codeIn(secret) }, HERE)],
  ['a disabled factor', enabled, ({ session, secret }) => disableTwoFactor(session, { code: codeIn(secret) }, HERE)],
  [
    'a factor disabled with a recovery code',
    enabled,
    ({ session, codes: [code = ''] }) => disableTwoFactor(session, { code }, HERE),
  ],
  ['new recovery codes', enabled, ({ session, secret }) => renewRecoveryCodes(session, { code: codeIn(secret) }, HERE)],
])('%s: not once the session has ended that was asked for it', async (_, given, change) => {
  const here = await given();
  await endSessionsOf(here.session.user.username);
  const before = await whatIsTheirs();
  expect(await change(here)).toMatchObject({ ok: false });
  expect(await whatIsTheirs()).toEqual(before);
});

const whatIsTheirs = () => Promise.all([db().query.users.findMany(), db().query.recoveryCodes.findMany()]);
