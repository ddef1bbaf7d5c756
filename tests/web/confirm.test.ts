import { codeOf } from '../support/authenticator';
import { PASSWORD } from '../support/people';
import { enableTwoFactorOf, newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const CONFIRM = '/en/confirm?next=%2Fde%2Fsessions%3Fa%3Db';

test('a password leads back to the page that asked for it, and is not asked for again', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.opens(CONFIRM);
  expect((await page.submits('confirm', { currentPassword: 'wrong' })).fieldAtFault).toBe('currentPassword');
  expect([page.path, page.value('currentPassword')]).toEqual([CONFIRM, '']);
  await page.submits('confirm', { currentPassword: PASSWORD });
  expect([page.statuses, page.path]).toEqual([[303, 200], '/en/sessions?a=b']);
  expect(page.notice).toMatch(/^You've confirmed it's you\./);
  expect((await page.opens(CONFIRM)).path).toBe('/de/sessions?a=b');
});

test('with two-factor authentication on, a code can be given instead, but not one that was used', async () => {
  const user = await newPerson();
  const secret = await enableTwoFactorOf(user);
  const page = await signIn(portrait(), user.username);
  const code = codeOf(secret, 1);
  await page.submits('sign-in-code', { code });
  await page.opens(CONFIRM);
  const link = [...page.document.querySelectorAll('#confirm a.link')].at(-1)?.getAttribute('href') ?? '';
  await page.opens(link);
  expect(page.value('next')).toBe('/de/sessions?a=b');
  expect(page.document.querySelector('#confirm a.btn')?.getAttribute('href')).toBe('/de/sessions?a=b'); // Cancel
  const links = [...page.document.querySelectorAll('#confirm a.link')].map((other) => other.getAttribute('href'));
  for (const other of links) expect(other).toMatch(/[?&]next=%2Fde%2Fsessions%3Fa%3Db(&|$)/);
  expect((await page.submits('confirm', { code: '' })).fieldAtFault).toBe('code');
  expect((await page.submits('confirm', { code })).fieldAtFault).toBe('code');
});

test.each(['//evil.example/en', 'https://evil.example/en', '/\\evil.example', '/nowhere', 'en'])(
  'a next of %j stays here',
  async (next) => {
    const [page] = await newSignedInPerson(portrait());
    await page.opens(`/en/confirm?next=${encodeURIComponent(next)}`);
    await page.submits('confirm', { currentPassword: PASSWORD });
    expect(page.path).toBe('/en/profile');
  },
);

test('a visitor logs in first, which is no confirmation', async () => {
  const [page, { username }] = await newSignedInPerson(portrait());
  await page.jar.removeAllCookies();
  await page.opens(CONFIRM);
  await page.submits('sign-in', { username, password: PASSWORD });
  expect([page.path, page.text('#confirm button[type=submit]')]).toEqual([CONFIRM, 'Confirm']);
});
