import { Browser } from '../support/browser';
import { PASSWORD } from '../support/people';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

test('the title of a refused form starts with the error', async () => {
  const page = await new Browser(portrait().url).opens('/en/sign-in');
  expect(page.document.title).toBe('Log in · Portrait');
  await page.submits('sign-in', { username: 'nobody@example.com', password: PASSWORD });
  expect(page.document.title).toBe('Error: Incorrect username or password. · Portrait');
  const [profile] = await newSignedInPerson(portrait());
  await profile.submits('profile', { username: 'nobody' });
  expect(profile.document.title).toMatch(/^Error: The username must be an email address/);
  await profile.submits('password', { currentPassword: 'not this one', newPassword: 'x', confirmPassword: 'x' });
  expect(profile.document.title).toBe('Error: The current password is incorrect. · Portrait');
});

test("the menu's name says what it is and whose", async () => {
  const [page, { username }] = await newSignedInPerson(portrait());
  const name = page.document.querySelector('header summary')?.getAttribute('aria-label');
  expect(name).toBe(`Account menu: ${username}`);
});

test.each([
  ['/en/profile', 'Profile', 'page'],
  ['/ar/sessions', 'الجلسات', 'page'],
  ['/en/activity?before=9', 'Activity', 'page'],
  ['/en/two-factor', 'Profile', 'true'],
  ['/en/profiles', undefined, undefined],
])('the navigation of %s marks %s as the current page', async (path, text, marked) => {
  const [page] = await newSignedInPerson(portrait());
  await page.opens(path);
  const links = [...page.document.querySelectorAll('body > div > nav a')];
  const targets = links.map((link) => link.getAttribute('href')?.slice(3));
  // Another test on this server may have registered an application.
  const own = targets.filter((target) => target !== '/applications');
  expect(own).toEqual(['/profile', '/passkeys', '/sessions', '/activity']);
  const current = links.filter((link) => link.hasAttribute('aria-current'));
  expect(current.map((link) => [link.textContent, link.getAttribute('aria-current')])).toEqual(
    text ? [[text, marked]] : [],
  );
});

test('no field is checked for spelling, which can send what is typed to the maker of the browser', async () => {
  const [profile] = await newSignedInPerson(portrait());
  const signIn = await new Browser(portrait().url).opens('/en/sign-in');
  for (const { document } of [signIn, profile]) {
    const typed = [...document.querySelectorAll('input:is([type=password], [type=text], [inputmode]):not([hidden])')];
    expect(typed.length).toBeGreaterThan(1);
    expect(typed.filter((field) => field.getAttribute('spellcheck') !== 'false')).toEqual([]);
  }
});

test('logged-out pages have no navigation', async () => {
  const stranger = await new Browser(portrait().url).opens('/en/sign-in');
  expect(stranger.document.querySelector('body > div > nav')).toBeNull();
});

test.each(['/en/nothing-here', '/ar/profile/nothing', '/ja/two-factor/nothing'])(
  '%s says that nothing is there and links to what is',
  async (path) => {
    const [page] = await newSignedInPerson(portrait());
    await page.opens(path);
    expect(page.status).toBe(404);
    const ways = [...page.document.querySelectorAll<HTMLAnchorElement>('main a')].map(({ href }) => href);
    expect(ways.length).toBeGreaterThan(1);
    for (const way of ways) expect((await page.opens(way)).status).toBe(200);
    const stranger = await new Browser(portrait().url).opens(path);
    expect(stranger.document.querySelector('main a')?.getAttribute('href')).toBe(`/${path.split('/')[1]}/sign-in`);
  },
);

test('has icons, and nothing for previews of links', async () => {
  const page = await new Browser(portrait().url).opens('/en/sign-in');
  const icons = [...page.document.querySelectorAll<HTMLLinkElement>('link[rel~=icon], link[rel=apple-touch-icon]')];
  expect(icons.length).toBe(3);
  for (const { href, type } of icons) {
    const icon = await page.fetches(href);
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, type]);
  }
  expect(page.document.querySelectorAll('meta[property^="og:"], meta[name^="twitter:"]').length).toBe(0);
});

test('serves the most common passwords, one a line', async () => {
  const list = await fetch(`${portrait().url}/common-passwords.txt`);
  const lines = (await list.text()).split('\n');
  expect([list.status, lines.length >= 10_000, lines[0]]).toEqual([200, true, '123456']);
});
