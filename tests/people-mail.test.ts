import { disableUser, resetPassword } from '../lib/people';
import { createUser } from '../lib/people/create';
import { countUnseenPasswords } from '../lib/people/shown-password';
import { setPassword } from '../lib/set-password';
import { useDatabase } from './support/database';
import { deliver, useMailServer } from './support/mail-server';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from './support/people';

useDatabase();
const mail = useMailServer();

async function administrator() {
  const session = await createSession(await createPerson('ada', { administrator: true }));
  await deliver();
  mail().received.splice(0);
  return { session, client: CLIENT };
}

const typed = { newPassword: 'seven quiet lighthouses', confirmPassword: 'seven quiet lighthouses' };
const tokenIn = (text: string) => /token=(\S+)/.exec(text)?.[1] ?? '';

test("an administrator's reset mails a link, says so, and doesn't name them", async () => {
  const ada = await administrator();
  const bob = await createPerson('bob');
  expect(await resetPassword(bob, ada, { mails: true })).toMatchObject({ ok: true });
  await deliver();
  expect(mail().received.map(({ headers }) => headers.subject)).toEqual(['Reset your password']);
  const { text } = await mail().next(bob.username);
  expect(text).toMatch(/^An administrator has reset the password for bob@example.com\. Use this link/);
  expect(text).not.toMatch(/ada@|192\.0\.2\.1|ignore this email/);
  expect(await countUnseenPasswords(ada.session)).toBe(0);
  expect(await setPassword(tokenIn(text), typed, CLIENT)).toMatchObject({ ok: true });
  expect(await signInAs(bob, typed.newPassword)).toEqual(expect.any(String));
});

test('an invitation lets a new person choose their password', async () => {
  const ada = await administrator();
  const created = await createUser({ username: 'new@example.com', company: 'Acme' }, ada, { invites: true });
  expect(created).not.toHaveProperty('oneTimePassword');
  await deliver();
  const { text } = await mail().next('new@example.com');
  expect(text).not.toMatch(/ada@|192\.0\.2\.1/);
  expect(await setPassword(tokenIn(text), typed, CLIENT)).toMatchObject({ ok: true });
  expect(await findUser('new@example.com')).toMatchObject({ passwordMustChange: false });
});

test('a notice of an act says that an administrator did it, without their address and device', async () => {
  const ada = await administrator();
  const bob = await createPerson('bob', { password: PASSWORD });
  await disableUser(bob, ada);
  await deliver();
  const { text } = await mail().next(bob.username);
  expect(text).toMatch(/^An administrator has disabled the account/);
  expect(text).not.toMatch(/ada@|192\.0\.2\.1|Browser/);
  expect(mail().received).toEqual([]);
});
