import { db, transaction } from '../db';
import { updateAnyUser } from '../db/users';
import { now } from '../lib/adapters/clock';
import { issueDeviceCookie } from '../lib/device-cookie';
import { languageTag } from '../lib/i18n/language-tag';
import { LOCALES } from '../lib/i18n/locales';
import { queueMail } from '../lib/mail';
import { changePassword } from '../lib/password';
import { viewRecoveryCodes } from '../lib/recovery-codes';
import { renewRecoveryCodes } from '../lib/renew-recovery-codes';
import { beginSession } from '../lib/sessions';
import { signIn } from '../lib/sign-in';
import { disableTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { deliver, useMailServer } from './support/mail-server';
import { CATALOGUES } from './support/messages';
import {
  CLIENT,
  changeUser,
  createPerson,
  createSession,
  createUser,
  disableUser,
  PASSWORD,
  resetPassword,
  resetTwoFactor,
  signInAs,
} from './support/people';
import { advanceClock, canSignInWithCode, enableTwoFactor, freezeClock, reloadSession } from './support/two-factor';

freezeClock();
useDatabase();
const mail = useMailServer();

const CHROME = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

async function subjects(): Promise<string[]> {
  await deliver();
  return mail()
    .received.splice(0)
    .map(({ headers }) => headers.subject ?? '');
}

const changes = { currentPassword: PASSWORD, newPassword: 'seven quiet lighthouses' };
const typed = { ...changes, confirmPassword: changes.newPassword };

test('a notice of a changed password says when, with which browser, from where, and what to do', async () => {
  const alice = await createPerson('alice');
  await changePassword(await createSession(alice), typed, { ...CLIENT, userAgent: CHROME });
  await deliver();
  expect((await mail().next(alice.username)).text).toBe(
    [
      'The password for alice@example.com was changed.',
      '',
      'Time: January 1, 2026 at 12:00:00 AM UTC',
      'Browser: Chrome on Linux',
      'IP address: 192.0.2.1',
      '',
      "If this wasn't you, tell your administrator and choose a new password here:",
      'http://localhost:3000/en/forgotten-password',
      '',
      '-- ',
      'Portrait',
      'http://localhost:3000',
      '',
    ].join('\n'),
  );
});

test('a refused change sends no notice', async () => {
  const alice = await createPerson('alice');
  await changePassword(await createSession(alice), { ...typed, currentPassword: 'wrong' }, CLIENT);
  expect(await subjects()).toEqual([]);
});

test('sends notices of two-factor authentication, and of used recovery codes with how many are left', async () => {
  const { session, codes } = await enableTwoFactor();
  expect(await subjects()).toEqual(['Two-factor authentication was turned on']);
  await canSignInWithCode(session.user.username, codes[0]);
  await deliver();
  const { headers, text } = await mail().next(session.user.username);
  expect(headers.subject).toBe('A recovery code was used');
  expect(text).toContain('\n9 recovery codes left.\n\n');
  await renewRecoveryCodes(session, { code: codes[1] ?? '' }, CLIENT);
  expect(await subjects()).toEqual(expect.arrayContaining(['A recovery code was used', 'You have new recovery codes']));
  const renewed = viewRecoveryCodes((await reloadSession(session)).session) ?? [];
  await disableTwoFactor(session, { code: renewed[0] ?? '' }, CLIENT);
  expect(await subjects()).toContain('Two-factor authentication was turned off');
});

test('says where to create recovery codes once few are left', async () => {
  const { id, username } = await createPerson('alice');
  await transaction((on) => queueMail(on, { type: 'recovery-code-used', userId: id, client: CLIENT }));
  await deliver();
  const { text } = await mail().next(username);
  expect(text).toMatch(/No recovery codes left.\nCreate new codes .*\nhttp:\S+\/en\/two-factor\/recovery-codes\n/);
});

test("sends a notice of a sign-in from a new browser, except the user's first one", async () => {
  const alice = await createPerson('alice');
  await signInAs(alice);
  expect(await subjects()).toEqual([]);
  advanceClock(1000);
  await signInAs(alice);
  expect(await subjects()).toEqual(['Someone logged in from a new browser']);
  const known = { ...CLIENT, deviceCookie: issueDeviceCookie(alice.id) };
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, known);
  if (outcome.ok) await beginSession(outcome.ticket, known);
  expect(await subjects()).toEqual([]);
});

test("a notice of an administrator's act doesn't have their address", async () => {
  const alice = await createPerson('alice');
  await changeUser(alice, { totpSecret: 'pending' });
  await resetTwoFactor(alice.username);
  await resetPassword(alice.username);
  await disableUser(alice.username);
  await deliver();
  const received = mail().received.splice(0);
  expect(received.map(({ headers }) => headers.subject)).toEqual([
    'Two-factor authentication was reset',
    'Your password was reset',
    'Your account was disabled',
  ]);
  for (const { text } of received) expect(text).not.toMatch(/IP address|Browser/);
});

test('a notice goes to the username that the user had when it was queued', async () => {
  const alice = await createPerson('alice');
  await disableUser(alice.username);
  const renamed = { username: 'eve@example.com', usernameKey: 'eve@example.com' };
  await transaction((on) => updateAnyUser(on, alice.id, renamed));
  await deliver();
  expect((await mail().next(alice.username)).headers.subject).toBe('Your account was disabled');
});

test.each(LOCALES)('writes to people in their language: %s', async (language) => {
  const alice = await createPerson('alice', { language });
  await changePassword(await createSession(alice), typed, CLIENT);
  await deliver();
  const { headers, text, raw } = await mail().next(alice.username);
  expect(headers['content-language']).toBe(languageTag(language));
  expect(headers.subject).toBe(CATALOGUES[language].get('mail.subjects.password-changed'));
  expect(raw.split('\r\n\r\n')[0]).toMatch(/^[\x20-\x7e\r\n]*$/);
  expect(text).toContain(`/${language}/forgotten-password`);
  expect(text).toContain(alice.username);
});

test('an invitation says who invites to what, in the language of the person', async () => {
  const account = { username: 'new@example.com', company: 'Acme', language: 'fr' };
  const created = await createUser(account, { invites: true });
  expect(created).toEqual({
    ok: true,
    id: expect.any(String),
    username: account.username,
    invitation: expect.any(String),
  });
  await deliver();
  const { text, headers } = await mail().next(account.username);
  expect(headers.subject).toBe('Votre invitation sur Portrait');
  expect(text).toContain('L’administration de l’entreprise Acme vous invite sur Portrait.');
  expect(text).toMatch(/^http:\/\/localhost:3000\/fr\/set-password\?token=[\w-]{43}$/m);
});

test('without mail, nothing is queued', async () => {
  delete process.env.SMTP_URL;
  const alice = await createPerson('alice');
  await changePassword(await createSession(alice), typed, CLIENT);
  await disableUser(alice.username);
  expect(await db().query.outbox.findMany()).toEqual([]);
});

test('mail that has waited longest is sent first', async () => {
  const { id: userId } = await createPerson('alice');
  const ages = [3, 5, 1, 4, 2];
  for (const age of ages) {
    const mail = { type: 'password-changed', userId, client: CLIENT, recipient: `age${age}@example.com` } as const;
    await transaction((on) => queueMail(on, { ...mail, at: now() - age * 1000 }));
  }
  await deliver();
  const sent = mail().received.map(({ to }) => to[0]);
  expect(sent).toEqual([5, 4, 3, 2, 1].map((age) => `age${age}@example.com`));
});
