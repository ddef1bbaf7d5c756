import type { Browser } from '../support/browser';
import { disableUser, endUserSessions, PASSWORD } from '../support/people';
import { newPerson, picture, signIn } from '../support/scenes';
import { startTwoServers, switchServer } from './servers';

const servers = startTwoServers();

const OTHER_PASSWORD = 'seven quiet lighthouses';

const signsInOnOne = async () => {
  const { username } = await newPerson();
  return { username, page: await signIn(servers()[0], username) };
};

/** Where each server redirects from the profile's address. */
async function profileOnBoth(page: Browser): Promise<string[]> {
  const paths = [];
  for (const { url } of servers()) paths.push((await page.opens(`${url}/en/profile`)).path);
  return paths;
}

const IN = ['/en/profile', '/en/profile'];
const OUT = Array(2).fill('/en/sign-in?next=%2Fen%2Fprofile');

test('a session from one server is valid on the other', async () => {
  const { page } = await signsInOnOne();
  expect(await profileOnBoth(page)).toEqual(IN);
});

test('logging out on one server ends the session on both', async () => {
  const { page } = await signsInOnOne();
  const headers = { cookie: await page.jar.getCookieString(page.url) };
  await switchServer(page, servers()).submits('sign-out');
  for (const { url } of servers())
    expect((await fetch(`${url}/en/profile`, { redirect: 'manual', headers })).status).toBe(307);
});

test.each([
  ['disabled', disableUser],
  ['logged out by the administrator', endUserSessions],
])('a user who is %s is logged out on both servers at the next request', async (_, command) => {
  const { page, username } = await signsInOnOne();
  expect(await profileOnBoth(page)).toEqual(IN);
  expect(await command(username)).toMatchObject({ ok: true });
  expect(await profileOnBoth(page)).toEqual(OUT);
});

test('a password changed on one server ends the other sessions on both, and logs in on both', async () => {
  const { page, username } = await signsInOnOne();
  const elsewhere = await signIn(servers()[1], username);
  const newPassword = { newPassword: OTHER_PASSWORD, confirmPassword: OTHER_PASSWORD };
  await page.submits('password', { currentPassword: PASSWORD, ...newPassword });
  expect(page.notice).toBeTruthy();
  expect(await profileOnBoth(elsewhere)).toEqual(OUT);
  expect(await profileOnBoth(page)).toEqual(IN);
  for (const server of servers()) expect((await signIn(server, username, OTHER_PASSWORD)).path).toBe('/en/profile');
});

test('a form from one server is accepted by the other, and either shows the notice', async () => {
  const { page } = await signsInOnOne();
  await switchServer(page, servers()).submits('profile', { language: 'de' });
  expect([page.statuses, page.path, page.notice]).toEqual([[303, 200], '/de/profile', expect.any(String)]);
  await switchServer(page, servers()).submits('profile', { language: 'fr' });
  expect([page.path, page.notice]).toEqual(['/fr/profile', expect.any(String)]);
});

test('a refusal by the other server keeps what was typed', async () => {
  const { page } = await signsInOnOne();
  await switchServer(page, servers()).submits('profile', { username: 'nobody', currentPassword: PASSWORD });
  expect([page.status, page.fieldAtFault, page.value('username')]).toEqual([200, 'username', 'nobody']);
});

test('a picture uploaded to one server is shown by both', async () => {
  const { page } = await signsInOnOne();
  await page.submits('profile', { avatar: await picture() });
  const address = page.document.querySelector('main img')?.getAttribute('src') ?? '';
  const shown = await Promise.all(servers().map(async ({ url }) => (await page.fetches(url + address)).arrayBuffer()));
  expect(shown[0]?.byteLength).toBeGreaterThan(100);
  expect(shown[1]).toEqual(shown[0]);
});

test('failures are counted across both servers', async () => {
  const { username } = await newPerson();
  const visitor = await signIn(servers()[0], username, 'wrong');
  for (let failure = 1; failure < 5; failure++)
    await switchServer(visitor, servers()).submits('sign-in', { username, password: 'wrong' });
  for (const server of servers()) {
    const refused = await signIn(server, username);
    expect([refused.path, refused.alert]).toEqual(['/en/sign-in', expect.stringMatching(/seconds/)]);
  }
});
