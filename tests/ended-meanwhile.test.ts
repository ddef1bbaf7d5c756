import { db, transaction } from '../db';
import { upsertApplicationSession } from '../db/application-sessions';
import type { Session } from '../db/sessions';
import { now } from '../lib/adapters/clock';
import { endApplication } from '../lib/applications';
import { registerApplication } from '../lib/applications/registry';
import { cancelUsername } from '../lib/confirm-username';
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from '../lib/passkeys';
import { changePassword } from '../lib/password';
import { changeProfile, type ProfileChange } from '../lib/profile';
import { renewRecoveryCodes } from '../lib/renew-recovery-codes';
import { endOneSession, endOtherSessions, signOut } from '../lib/sessions';
import { cancelTwoFactor, confirmTwoFactor, disableTwoFactor, startTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { addPasskeyWithin, createAuthenticator } from './support/passkeys';
import { CLIENT, changeUser, createPerson, createSession, PASSWORD } from './support/people';
import { enableTwoFactor, freezeClock, startEnrolment, totpCode } from './support/two-factor';

useDatabase();
freezeClock();

type Given = { session: Session; secret: string; codes: string[]; row?: string };

const signedIn = async () => ({ session: await createSession(await createPerson('alice')), secret: '', codes: [] });
/** Alice, with a second session. @returns its id as `row` */
const twice = async () => {
  const here = await signedIn();
  return { ...here, row: (await createSession(here.session.user)).id };
};

const withPendingUsername = async () => {
  const here = await signedIn();
  await changeUser(here.session.user, { pendingUsername: 'ada@example.com' });
  return here;
};

const withPasskey = async () => {
  const here = await signedIn();
  await addPasskeyWithin(here.session);
  return { ...here, row: (await db().query.passkeys.findFirst())?.id };
};

const withApplication = async () => {
  const here = await twice();
  const { id } = await registerApplication({ name: 'Wiki', redirectUris: ['https://wiki.example.com/callback'] });
  const use = { id: 'grant', sessionId: here.row, applicationId: id };
  await transaction((on) => upsertApplicationSession(on, use, now()));
  return { ...here, row: id };
};

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
  ['a cancelled factor', half, ({ session }) => cancelTwoFactor(session)],
  [
    'a renamed passkey',
    withPasskey,
    ({ session, row = '' }) => renamePasskey(session, { passkey: row, name: 'Phone' }, CLIENT),
  ],
  ['a removed passkey', withPasskey, ({ session, row = '' }) => removePasskey(session, { passkey: row }, CLIENT)],
  [
    'an added passkey',
    signedIn,
    async ({ session }) => {
      const answer = createAuthenticator().create(await beginPasskey(session, 'Portrait'));
      return addPasskey(session, { answer, name: 'Phone' }, CLIENT);
    },
  ],
  ['a cancelled username', withPendingUsername, ({ session }) => cancelUsername(session)],
  ['another ended session', twice, ({ session, row = '' }) => endOneSession(session, row, CLIENT)],
  ['all other ended sessions', twice, ({ session }) => endOtherSessions(session, CLIENT)],
  ['an ended application', withApplication, ({ session, row = '' }) => endApplication(session, row, CLIENT)],
])('%s fails once its session has ended', async (_, given, change) => {
  const here = await given();
  await signOut(here.session, CLIENT);
  const before = await whatIsTheirs();
  expect(await change(here)).toMatchObject({ ok: false });
  expect(await whatIsTheirs()).toEqual(before);
});

const whatIsTheirs = () => {
  const { users, sessions, recoveryCodes, passkeys, applicationSessions } = db().query;
  return Promise.all([users, sessions, recoveryCodes, passkeys, applicationSessions].map((table) => table.findMany()));
};
