import { Browser } from '../support/browser';
import { createUser, PASSWORD } from '../support/people';
import { enableTwoFactorOf, newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const CONTACT = 'help@acme.example';
const portrait = startServer({ SUPPORT_CONTACT: CONTACT });

const browser = () => new Browser(portrait().url);
const help = (page: Browser) => page.document.querySelector('main a[href^="mailto:"]');
const focused = (page: Browser) =>
  [...page.document.querySelectorAll('[autofocus]')].map((element) => element.getAttribute('name'));

test('says where to get help on the log-in pages, on missing pages and on the server’s own', async () => {
  const { username, ...user } = await newPerson();
  await enableTwoFactorOf({ username, ...user });
  const page = await browser().opens('/en/sign-in');
  expect(page.text('main')).toContain('Forgot your password? Ask your administrator.');
  expect(help(page)?.parentElement?.textContent).toBe(`Need help? ${CONTACT}`);
  await page.submits('sign-in', { username, password: PASSWORD });
  expect([page.path, help(page)?.textContent]).toEqual(['/en/sign-in/code', CONTACT]);
  expect(help(await page.opens('/de/nothing-here'))?.parentElement?.textContent).toBe(`Brauchen Sie Hilfe? ${CONTACT}`);
  await page.opens('/%');
  expect([page.status, help(page)?.getAttribute('href')]).toEqual([404, `mailto:${CONTACT}`]);
});

test('tells in security.txt whom to tell of a vulnerability, for a while (RFC 9116)', async () => {
  const answer = await fetch(`${portrait().url}/.well-known/security.txt`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain/)]);
  const [, contact, expires = ''] = /^Contact: (\S+)\nExpires: (\S+Z)\n$/.exec(await answer.text()) ?? [];
  expect([contact, Date.parse(expires) > Date.now()]).toEqual([`mailto:${CONTACT}`, true]);
});

test('puts the focus into the first empty field', async () => {
  const { username } = await newPerson();
  const page = await browser().opens('/en/sign-in');
  expect(focused(page)).toEqual(['username']);
  await page.submits('sign-in', { username, password: 'wrong' });
  expect(focused(page)).toEqual(['password']);
  const user = await newPerson();
  await enableTwoFactorOf(user);
  await page.opens('/en/sign-in');
  await page.submits('sign-in', { username: user.username, password: PASSWORD });
  expect(focused(page)).toEqual(['code']);
  const [signedIn] = await newSignedInPerson(portrait());
  expect(focused(await signedIn.opens('/en/confirm'))).toEqual(['currentPassword']);
});

test('welcomes newcomers to their company, and asks for a password', async () => {
  const username = 'newcomer@example.com';
  const created = await createUser({ username, company: 'Analytical Engines' });
  const page = await signIn(portrait(), username, created.ok ? created.oneTimePassword : '');
  expect([page.text('h1'), focused(page)]).toEqual(['Welcome to Analytical Engines', ['currentPassword']]);
  expect(page.text('#password-section h1 + p')).toBe('Choose your password.');
});
