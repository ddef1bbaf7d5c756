import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { recoveryCodes } from '../../db/schema';
import { avatarVersion } from '../../lib/avatar';
import { viewRecoveryCodes } from '../../lib/recovery-codes';
import { findActiveSession } from '../../lib/sessions';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { addPasskeyOf } from '../support/passkeys';
import { findUser, PASSWORD } from '../support/people';
import { enableTwoFactorOf, newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const RULE = { REQUIRE_TWO_FACTOR: 'everyone' };
Object.assign(process.env, RULE); // for lib, which the tests call themselves
const portrait = startServer(RULE);

/** Logs in a user with two-factor authentication, who can use every page. */
async function signedInWithCode(): Promise<Browser> {
  const user = await newPerson();
  const secret = await enableTwoFactorOf(user);
  const page = await signIn(portrait(), user.username);
  return page.submits('sign-in-code', { code: codeOf(secret, 1) });
}

test('every page redirects a user without a second factor to set one up, and their avatar is not shown', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  expect(page.path).toBe('/en/two-factor?next=%2Fen%2Fprofile');
  expect(page.text('main')).toContain('Two-factor authentication is required here.');
  expect(page.document.querySelector('header img, nav')).toBeNull();
  for (const path of ['/profile', '/sessions', '/activity', '/two-factor/recovery-codes', '/activity/csv']) {
    await page.opens(`/en${path}`);
    expect(page.path).toMatch(/^\/en\/two-factor\?next=/);
  }
  expect((await page.fetches(`/avatars/${user.id}/${avatarVersion(user)}`)).status).toBe(401);
});

test('none of the forms of other pages works', async () => {
  const other = await signedInWithCode();
  const [page, user] = await newSignedInPerson(portrait());
  const forms: [string, string][] = [
    ['/en/profile', 'profile'],
    ['/en/profile', 'password'],
    ['/en/two-factor', 'two-factor-disable'],
    ['/en/two-factor/recovery-codes', 'recovery-codes-renew'],
  ];
  for (const [path, form] of forms) {
    await other.opens(path);
    const body = other.filled(form, form === 'profile' ? { language: 'de' } : {});
    await page.goes(path, { method: 'POST', body, headers: page.formHeaders() });
    expect([form, page.path]).toEqual([form, expect.stringMatching(/^\/en\/two-factor\?next=/)]);
  }
  expect(await findUser(user.username)).toEqual({ ...user, lastSeenAt: null });
});

test('setting up an app leads to the recovery codes, and then to the page first asked for', async () => {
  const { username } = await newPerson();
  const page = await new Browser(portrait().url).opens('/en/sessions');
  await page.submits('sign-in', { username, password: PASSWORD });
  expect(page.path).toBe('/en/two-factor?next=%2Fen%2Fsessions');
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  const key = page.text('main code')?.replaceAll(' ', '') ?? '';
  await page.submits('two-factor-confirm', { code: codeOf(key) });
  expect(page.path).toBe('/en/two-factor/recovery-codes?next=%2Fen%2Fsessions');
  await page.submits('recovery-codes-saved');
  expect([page.path, page.status]).toEqual(['/en/sessions', 200]);
});

test('a user whose language is another one sets it up in that language', async () => {
  const { username } = await newPerson({ language: 'fr' });
  const page = await new Browser(portrait().url).opens('/en/sign-in');
  await page.submits('sign-in', { username, password: PASSWORD });
  expect(page.path).toBe('/fr/two-factor?next=%2Ffr%2Fprofile');
});

test('logging out works, and so does asking for the password again', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.opens('/en/confirm?next=%2Fen%2Fpasskeys');
  await page.submits('confirm', { currentPassword: PASSWORD });
  expect(page.path).toBe('/en/passkeys');
  expect(page.text('main')).toContain('Use an authenticator app instead');
  await page.submits('sign-out');
  expect(page.path).toBe('/en/sign-in');
});

test('with only a passkey, the password needs a passkey or a recovery code, too', async () => {
  const user = await newPerson();
  const { sessionValue } = await addPasskeyOf(user);
  const session = await findActiveSession(sessionValue);
  const [code = ''] = (session && viewRecoveryCodes(session)) ?? [];
  const page = await signIn(portrait(), user.username);
  expect(page.path).toBe('/en/sign-in/code');
  expect((await page.opens('/en/profile')).path).toMatch(/^\/en\/sign-in/);
  await page.opens('/en/sign-in/code');
  await page.submits('sign-in-code', { code });
  expect(page.path).toBe('/en/profile');

  await page.opens('/en/two-factor/recovery-codes');
  expect((await page.submits('recovery-codes-renew', { code: '' })).fieldAtFault).toBe('code');
  await db().delete(recoveryCodes).where(eq(recoveryCodes.userId, user.id));
  await page.reloads();
  expect(page.document.querySelector('#recovery-codes-renew [name=code]')).toBeNull();
  await page.submits('recovery-codes-renew');
  expect(page.path).toBe('/en/confirm?next=%2Fen%2Ftwo-factor%2Frecovery-codes');
  await page.submits('confirm', { currentPassword: PASSWORD });
  await page.submits('recovery-codes-renew');
  expect(page.notice).toMatch(/codes/);
  expect(page.document.querySelectorAll('main ol code')).toHaveLength(10);
});
