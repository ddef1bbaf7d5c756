import { changeProfile } from '../lib/profile';
import { useDatabase } from './support/database';
import { useMailServer } from './support/mail-server';
import { CLIENT, createPerson, createSession, findUser, PASSWORD } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

freezeClock();
useDatabase();
useMailServer();

const HOUR = 3_600_000;

test.each([
  ['with mail', true],
  ['without mail', false],
])('%s, five new usernames an hour can be asked for, whether they are taken or free', async (_, hasMail) => {
  if (!hasMail) delete process.env.SMTP_URL;
  await createPerson('bob');
  const session = await createSession(await createPerson('alice'));
  const asks = (username: string) => changeProfile(session, { username, currentPassword: PASSWORD }, CLIENT);
  const taken = { ok: false, error: 'profile.errors.usernameTaken', field: 'username' };
  for (let n = 1; n <= 5; n++) expect(await asks('bob@example.com')).toMatchObject(taken);
  const refused = { ok: false, error: 'profile.errors.usernameTooOften', field: 'username', values: { minutes: 60 } };
  for (const username of ['bob@example.com', 'free@example.com']) expect(await asks(username)).toMatchObject(refused);
  expect(await findUser('alice@example.com')).toMatchObject({ pendingUsername: null });
  advanceClock(HOUR + 1);
  expect(await asks('free@example.com')).toMatchObject({ ok: true });
});
