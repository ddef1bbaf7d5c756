import { listApplications } from '../db/applications';
import { afterLogOut, formTarget } from '../lib/applications';
import { registerApplication, rotateApplicationSecret } from '../lib/applications/registry';
import { useDatabase } from './support/database';

useDatabase();

const CALLBACK = 'https://wiki.example.com/callback';
const BYE = 'https://wiki.example.com/bye';

const wiki = { name: 'Wiki', redirectUris: [CALLBACK], postLogoutUris: [BYE] };

test.each([
  ['http://wiki.example.com/', 'http'],
  ['http://localhost.example.com/', 'a host that begins like this machine'],
  ['http://127.0.0.1.example.com/', 'a host that begins like this address'],
  ['https://wiki.example.com/#a', 'a fragment'],
  ['https://*.example.com/', 'a wildcard'],
  ['https://user@wiki.example.com/', 'a user'],
  ['javascript:alert(1)', 'a script'],
  ['wiki.example.com', 'no scheme'],
  ['https://wiki.example.com/ a', 'a space'],
])('refuses the redirect URI %s, which has %s', async (uri) => {
  await expect(registerApplication({ ...wiki, redirectUris: [uri] })).rejects.toThrow(uri);
  await expect(registerApplication({ ...wiki, postLogoutUris: [uri] })).rejects.toThrow(uri);
});

test('accepts https and loopback', async () => {
  const redirectUris = [CALLBACK, 'http://localhost:4000/a?b', 'http://127.0.0.1:1/', 'http://[::1]:8080/callback'];
  expect(await registerApplication({ ...wiki, redirectUris })).toMatchObject({ id: expect.any(String) });
});

test('refuses an application without a name, a redirect URI, or a public one without PKCE', async () => {
  await expect(registerApplication({ ...wiki, name: ' ' })).rejects.toThrow('--name');
  await expect(registerApplication({ ...wiki, redirectUris: [] })).rejects.toThrow('--redirect');
  await expect(registerApplication({ ...wiki, backchannelUri: 'ftp://x' })).rejects.toThrow('--backchannel');
  await expect(registerApplication({ ...wiki, isPublic: true, requiresPkce: false })).rejects.toThrow('PKCE');
  expect(await registerApplication({ ...wiki, isPublic: true })).toMatchObject({ secret: undefined });
});

test('applications are listed by name', async () => {
  const names = ['Chat', 'Blog', 'Wiki', 'Album', 'Shop'];
  for (const name of names) await registerApplication({ ...wiki, name });
  expect((await listApplications()).map(({ name }) => name)).toEqual(names.sort());
});

test('forms lead only to the registered addresses of an application', async () => {
  const { id } = await registerApplication(wiki);
  const page = (client: string, uri: string) =>
    `/en/sign-in?next=${encodeURIComponent(`/oidc/auth?client_id=${client}&redirect_uri=${uri}`)}`;
  expect(await formTarget(page(id, CALLBACK))).toBe('https://wiki.example.com');
  expect(await formTarget(`/en/sign-in?next=${encodeURIComponent(`/oidc/auth?client_id=${id}`)}`)).toBe(
    'https://wiki.example.com',
  );
  expect(await formTarget(page(id, 'https://evil.example/'))).toBeUndefined();
  expect(await formTarget(page('another', CALLBACK))).toBeUndefined();
  expect(await formTarget('/en/sign-in?next=/en/profile')).toBeUndefined();
  const query = (uri: string) => new URLSearchParams({ client_id: id, post_logout_redirect_uri: uri, state: 'a' });
  expect(await afterLogOut(query(BYE))).toBe(`${BYE}?state=a`);
  expect(await afterLogOut(query(CALLBACK))).toBeUndefined();
  expect(await formTarget(`/en/applications/sign-out?${query(BYE)}`)).toBe('https://wiki.example.com');
});

test.each([
  ['begins like', 'https://wiki.example.com.evil.example/'],
  ['is below', 'https://wiki.example.com/a'],
  ['differs only by a query from', 'https://wiki.example.com/?next=https://evil.example/'],
])('a log-out never leads to an address that %s a registered one', async (_, uri) => {
  for (const registered of ['https://wiki.example.com', 'https://wiki.example.com/']) {
    const { id } = await registerApplication({ ...wiki, postLogoutUris: [registered] });
    const query = new URLSearchParams({ client_id: id, post_logout_redirect_uri: uri });
    expect(await afterLogOut(query)).toBeUndefined();
    expect(await formTarget(`/en/applications/sign-out?${query}`)).toBeUndefined();
  }
});

test('a public application has no secret to replace, and an unknown one is named', async () => {
  const { id } = await registerApplication({ ...wiki, isPublic: true });
  await expect(rotateApplicationSecret(id)).rejects.toThrow('Wiki is public');
  await expect(rotateApplicationSecret('nobody')).rejects.toThrow('There is no application nobody.');
});
