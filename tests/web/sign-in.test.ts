import { Browser } from '../support/browser';
import { createPerson, disableUser, PASSWORD, signInAs } from '../support/people';
import { signIn } from '../support/scenes';
import { cookieNameAt, startServer } from '../support/server';

const portrait = startServer();

const browser = (headers?: Record<string, string>) => new Browser(portrait().url, headers);

const signsIn = (username: string, password?: string) => signIn(portrait(), username, password);

test('logs in and shows company, role and username', async () => {
  const { username } = await createPerson('ada');
  const ada = await signsIn(username);
  expect(ada.statuses).toEqual([303, 200]);
  expect(ada.path).toBe('/en/profile');
  expect(ada.text('header')).toContain(username);
  expect(ada.text('dl')).toMatch(/Acme.*Engineer/);
});

test('redirects to the language of the user', async () => {
  const { username } = await createPerson('dora', { language: 'de' });
  expect((await signsIn(username)).path).toBe('/de/profile');
});

test('refuses a wrong password above the fields, and keeps only the username', async () => {
  const { username } = await createPerson('eve');
  const eve = await signsIn(username, 'not this one');
  expect(eve.alert).toBe('Incorrect username or password.');
  expect(eve.fieldAtFault).toBe('password');
  expect(eve.document.querySelector('#sign-in > [role=alert]')?.nextElementSibling).not.toBeNull(); // above the fields
  expect(eve.document.querySelectorAll('[role=alert]')).toHaveLength(1);
  expect(eve.value('username')).toBe(username);
  expect(eve.html).not.toContain('not this one');
});

test('gives the same answer for an unknown username, a disabled user and a wrong password', async () => {
  const { username } = await createPerson('finn');
  const gone = await createPerson('gone');
  await disableUser(gone.username);
  const answers = [];
  for (const name of [username, 'nobody@example.com', gone.username]) {
    const visitor = await signsIn(name, 'not this one');
    answers.push([visitor.statuses, visitor.text('main')]);
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test.each(['username', 'password'])('a %s of 64,000 characters is wrong like any other', async (field) => {
  const marks = `a${'\u0301'.repeat(32_000)}${'\u0316'.repeat(32_000)}`;
  const visitor = await browser().opens('/en/sign-in');
  await visitor.submits('sign-in', { username: 'nobody@example.com', password: 'x', [field]: marks });
  expect(visitor.alert).toBe('Incorrect username or password.');
});

test('redirects to the page first asked for, with its query', async () => {
  const { username } = await createPerson('gina');
  const gina = await browser().opens('/fr/activity?only=security');
  expect(gina.path).toBe('/fr/sign-in?next=%2Ffr%2Factivity%3Fonly%3Dsecurity');
  await gina.submits('sign-in', { username, password: PASSWORD });
  expect(gina.path).toBe('/fr/activity?only=security');
});

test("leaves Next's own parameter out of the page to come back to", async () => {
  const visitor = await browser().opens('/fr/activity?only=security&_rsc=abc');
  expect(visitor.path).toBe('/fr/sign-in?next=%2Ffr%2Factivity%3Fonly%3Dsecurity');
});

test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', '/\t/evil.example'])(
  'never redirects to another origin: %j',
  async (next) => {
    const { username } = await createPerson(`hugo${Buffer.from(next).toString('hex')}`);
    const hugo = await browser().opens(`/en/sign-in?next=${encodeURIComponent(next)}`);
    await hugo.submits('sign-in', { username, password: PASSWORD });
    expect(hugo.path).toBe('/en/profile');
  },
);

test('ends the session on the server at log-out, with one notice', async () => {
  const { username } = await createPerson('ivan');
  const ivan = await signsIn(username);
  const stolen = await ivan.jar.getCookieString(portrait().url);
  await ivan.submits('sign-out');
  expect(ivan.path).toBe('/en/sign-in');
  expect(ivan.notice).toBe("You've logged out.");
  expect((await ivan.reloads()).notice).toBeUndefined();
  const thief = await browser({ cookie: stolen }).opens('/en/profile');
  expect(thief.path).toContain('/en/sign-in');
});

test('ends the session of the user who was signed in before', async () => {
  const [nora, otto] = [await createPerson('nora'), await createPerson('otto')];
  const window = await browser().opens('/en/sign-in');
  const { jar } = await signsIn(nora.username);
  const cookie = await jar.getCookieString(portrait().url);
  Object.assign(window, { jar });
  await window.submits('sign-in', { username: otto.username, password: PASSWORD });
  expect(window.text('header')).toContain(otto.username);
  expect((await browser({ cookie }).opens('/en/profile')).path).toContain('/en/sign-in');
});

test('never adopts a session value from before sign-in', async () => {
  const { username } = await createPerson('judy');
  const judy = await browser().opens('/en/sign-in');
  const name = cookieNameAt(portrait().url, 'portrait-session');
  await judy.jar.setCookie(`${name}=planted; Path=/`, portrait().url);
  await judy.submits('sign-in', { username, password: PASSWORD });
  const cookies = await judy.jar.getCookies(portrait().url);
  const session = cookies.find(({ key }) => key === name);
  expect(session?.value).toMatch(/^[\w-]{43}$/);
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' });
});

test("accepts no password at next-auth's own endpoint", async () => {
  const { username } = await createPerson('karl');
  const karl = browser();
  const { csrfToken } = (await (await karl.fetches('/api/auth/csrf')).json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, username, password: PASSWORD, ticket: PASSWORD });
  await karl.fetches('/api/auth/callback/credentials', { method: 'POST', body, headers: karl.formHeaders() });
  expect((await karl.opens('/en/profile')).path).toContain('/en/sign-in');
});

test("returns no personal data from next-auth's session route, and keeps the session's value", async () => {
  const { username } = await createPerson('lena');
  const lena = await signsIn(username);
  const before = await lena.jar.getCookieString(portrait().url);
  const answer = await (await lena.fetches('/api/auth/session')).json();
  expect(Object.keys(answer as object)).toEqual(['expires']);
  expect(await lena.jar.getCookieString(portrait().url)).toContain(before);
  expect((await lena.opens('/en/profile')).path).toBe('/en/profile');
});

test.each([
  ['the user', { language: 'ru' }, {}, '/ru/profile'],
  ['Accept-Language', undefined, { 'accept-language': 'ja,en;q=0.5' }, '/ja/sign-in?next=%2Fja%2Fprofile'],
  [
    'the cookie, before Accept-Language',
    undefined,
    { 'accept-language': 'ja', cookie: 'NEXT_LOCALE=es' },
    '/es/sign-in?next=%2Fes%2Fprofile',
  ],
  ['no one, which is English', undefined, { 'accept-language': 'tlh' }, '/en/sign-in?next=%2Fen%2Fprofile'],
])('redirects an address without a locale to the language of %s', async (_, account, headers, path) => {
  const visitor = browser(headers);
  if (account) {
    const { username } = await createPerson('mila', account);
    await visitor.opens('/en/sign-in');
    await visitor.submits('sign-in', { username, password: PASSWORD });
  }
  expect((await visitor.opens('/profile')).path).toBe(path);
  expect(await visitor.jar.getCookieString(portrait().url)).not.toContain('NEXT_LOCALE');
});

test('redirects an address without a locale to the language of the user, before the cookie', async () => {
  const { username } = await createPerson('mira', { language: 'ru' });
  const visitor = await signsIn(username);
  await visitor.jar.setCookie('NEXT_LOCALE=es; Path=/', portrait().url);
  expect((await visitor.opens('/profile')).path).toBe('/ru/profile');
});

test.each(['/xx/profile', '/en/nothing-here', '/nothing-here'])(
  'answers %s with a page that says 404',
  async (path) => {
    const visitor = await browser().opens(path);
    expect([visitor.status, visitor.text('h1')]).toEqual([404, 'Page not found']);
  },
);

test("a login from before cookies were named by port stays valid, and another Portrait's cookies are left alone", async () => {
  const value = await signInAs(await createPerson('kept'));
  const page = browser();
  await page.jar.setCookie(`portrait-session=${value}; Path=/`, portrait().url);
  expect((await page.opens('/en/profile')).path).toBe('/en/profile');
  const other = browser();
  await other.jar.setCookie(`portrait-session=${'x'.repeat(43)}; Path=/`, portrait().url);
  const { username } = await createPerson('beside');
  await other.opens('/en/sign-in');
  await other.submits('sign-in', { username, password: PASSWORD });
  await other.submits('sign-out');
  expect(await other.jar.getCookieString(portrait().url)).toContain(`portrait-session=${'x'.repeat(43)}`);
});

test.each(['/en', '/en/profile', '/en/sign-in/code', '/en/nothing'])(
  'a sign-in posted to %s, past the queue, checks no password and leads to the form',
  async (path) => {
    const { username } = await createPerson(`queue${path.replaceAll('/', '')}`);
    const page = await browser().opens('/en/sign-in');
    const body = page.filled('sign-in', { username, password: PASSWORD });
    const sent = await page.fetches(path, { method: 'POST', body, headers: page.formHeaders() });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/en/sign-in']);
    expect((await page.opens('/en/profile')).path).toContain('/en/sign-in');
  },
);
