import { eq } from 'drizzle-orm';
import * as openid from 'openid-client';
import { db, openDatabase } from '../../db';
import { sessions } from '../../db/schema';
import { removeApplication } from '../../lib/applications/registry';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { makeUnavailable } from '../support/database';
import { PASSWORD } from '../support/people';
import { errorIn, logIn, redeem, requestLogIn, startRelyingParty, useRelyingParty } from '../support/relying-party';
import { enableTwoFactorOf, newPerson, newSignedInPerson } from '../support/scenes';
import { launchServer, startServer } from '../support/server';

const portrait = startServer({ WEB_CONCURRENCY: '2' });
const wiki = useRelyingParty(portrait);

/** From the application, the browser goes back to an address here. */
const here = (path: string) => portrait().url + path;

test('nothing is there until an application is registered, and without a restart afterwards', async () => {
  const empty = await launchServer();
  const addresses = [
    '/oidc/auth',
    '/oidc/token',
    '/oidc',
    '/oidc/x',
    '/.well-known/openid-configuration',
    '/forward-auth',
  ];
  const ask = (path: string, method: string) => fetch(empty.url + path, { method, redirect: 'manual' });
  for (const path of addresses)
    for (const method of ['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT'])
      expect([path, method, (await ask(path, method)).status]).toEqual([path, method, 404]);
  const [browser] = await newSignedInPerson(empty);
  expect(browser.document.querySelector('nav a[href$="/applications"]')).toBeNull();
  const party = await startRelyingParty(empty.url);
  expect((await ask('/.well-known/openid-configuration', 'GET')).status).toBe(200);
  expect((await ask('/forward-auth', 'GET')).status).toBe(401);
  expect((await browser.reloads()).document.querySelector('nav a[href$="/applications"]')).not.toBeNull();
  expect((await ask('/oidc/x', 'GET')).status).toBe(404);
  const byNext = { headers: { rsc: '1' }, redirect: 'manual' } as const; // to follow an action's redirect itself
  expect((await fetch(`${empty.url}/oidc/auth`, byNext)).status).toBe(404);
  const wrong = await ask('/oidc/token', 'GET');
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  const discovery = await (await ask('/.well-known/openid-configuration', 'GET')).json();
  expect(discovery).toMatchObject({ response_modes_supported: ['query'], response_types_supported: ['code'] });
  await removeApplication(party.id);
  expect((await ask('/oidc/jwks', 'GET')).status).toBe(404);
  party.stop();
  await empty.stop();
  openDatabase(portrait().database);
});

test('the issuer is APP_URL, whatever the Host header says', async () => {
  const { request } = await import('node:http');
  const document = await new Promise<string>((resolve, reject) => {
    const asked = request(`${portrait().url}/.well-known/openid-configuration`, {
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    asked.on('response', async (response) => resolve((await response.toArray()).join('')));
    asked.on('error', reject).end();
  });
  expect(document).not.toContain('evil');
  expect(JSON.parse(document)).toMatchObject({
    issuer: portrait().url,
    authorization_endpoint: `${portrait().url}/oidc/auth`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    backchannel_logout_supported: true,
  });
  expect(JSON.parse(document)).not.toHaveProperty('registration_endpoint');
});

test('a user logs in to an application through the log-in page, in any language', async () => {
  const user = await newPerson({ language: 'de', company: 'Zoë & Söhne' });
  const browser = new Browser(portrait().url);
  const request = await requestLogIn(wiki(), { ui_locales: 'xx fr' });
  await browser.opens(request.url.href);
  expect(browser.path).toMatch(/^\/fr\/sign-in\?next=/);
  expect(browser.headers.get('content-security-policy')).toContain(
    `form-action 'self' ${new URL(wiki().redirectUri).origin};`,
  );
  await browser.opens(browser.path.replace('/fr/', '/ar/'));
  await browser.submits('sign-in', { username: user.username, password: 'wrong' });
  expect(browser.alert).toBeTruthy();
  await browser.submits('sign-in', { username: user.username, password: PASSWORD });
  expect(browser.url).toMatch(wiki().redirectUri);
  const tokens = await redeem(request, browser);
  const claims = tokens.claims();
  const profile = {
    sub: user.id,
    preferred_username: user.username,
    email: user.username,
    email_verified: false,
    locale: 'de',
    company: 'Zoë & Söhne',
    role: 'Engineer',
  };
  expect(claims).toMatchObject({ ...profile, iss: portrait().url, aud: wiki().id, amr: ['pwd'], acr: '1' });
  expect(claims).not.toHaveProperty('picture');
  const userinfo = await openid.fetchUserInfo(request.configuration, tokens.access_token, user.id);
  expect(userinfo).toMatchObject(profile);
});

test("an application's log-in waits for the code, which shows in acr and amr", async () => {
  const user = await newPerson();
  const secret = await enableTwoFactorOf(user);
  const browser = new Browser(portrait().url);
  const request = await requestLogIn(wiki());
  await browser.opens(request.url.href);
  await browser.submits('sign-in', { username: user.username, password: PASSWORD });
  expect(browser.path).toMatch(/^\/en\/sign-in\/code\?next=/);
  expect(browser.headers.get('content-security-policy')).toContain(new URL(wiki().redirectUri).origin);
  const silent = await browser.fetches((await requestLogIn(wiki(), { prompt: 'none' })).url.href);
  expect(silent.headers.get('location')).toContain('error=login_required');
  await browser.submits('sign-in-code', { code: codeOf(secret, 1) });
  const claims = (await redeem(request, browser)).claims();
  expect(claims).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: '2' });
  await db().update(sessions).set({ amr: null }).where(eq(sessions.userId, user.id)); // of an earlier release
  expect((await logIn(wiki(), browser)).claims).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: '2' });
});

test('a silent log-in needs a session, and a new one only where it was asked for', async () => {
  const [browser, user] = await newSignedInPerson(portrait());
  await db()
    .update(sessions)
    .set({ createdAt: Date.now() - 60_000 })
    .where(eq(sessions.userId, user.id));
  const first = await logIn(wiki(), browser, { prompt: 'none' });
  expect(await first.userinfo()).toMatchObject({ sub: user.id });
  const again = await requestLogIn(wiki(), { prompt: 'login' });
  await browser.opens(again.url.href);
  expect(browser.path).toMatch(/^\/en\/sign-in\?next=/);
  await browser.reloads();
  expect(browser.path).toMatch(/^\/en\/sign-in\?next=/);
  await browser.submits('sign-in', { username: user.username, password: PASSWORD });
  const { auth_time } = (await redeem(again, browser)).claims() as { auth_time: number };
  expect(auth_time).toBeGreaterThan(first.claims.auth_time as number);
  const fresh = await logIn(wiki(), browser, { max_age: '600' });
  expect(fresh.claims.auth_time).toBe(auth_time);
  const stranger = new Browser(portrait().url);
  await stranger.opens((await requestLogIn(wiki(), { prompt: 'none' })).url.href);
  expect(errorIn(stranger)).toBe('login_required');
});

test('“Use another account” in an application asks who it is, although there is a session', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const other = await newPerson();
  const request = await requestLogIn(wiki(), { prompt: 'select_account' });
  await browser.opens(request.url.href);
  expect(browser.path).toMatch(/^\/en\/sign-in\?next=/);
  await browser.submits('sign-in', { username: other.username, password: PASSWORD });
  expect((await redeem(request, browser)).claims()).toMatchObject({ sub: other.id });
});

test('a second log-in to one application keeps the tokens of the first', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const first = await logIn(wiki(), browser);
  const second = await logIn(wiki(), browser);
  expect(second.claims.sid).toBe(first.claims.sid);
  await first.userinfo();
  await second.userinfo();
});

test('a wrong secret, a foreign code and garbage are refused without a failure', async () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(portrait().url + path, { method: 'POST', body, headers });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const basic = (secret: string) => ({
    authorization: `Basic ${Buffer.from(`${wiki().id}:${secret}`).toString('base64')}`,
  });
  const grant = 'grant_type=authorization_code&code=x&redirect_uri=x&code_verifier=x';
  expect((await post('/oidc/token', grant, { ...form, ...basic('wrong') })).status).toBe(401);
  expect((await post('/oidc/token', '%ff%', { ...form, ...basic(wiki().secret as string) })).status).toBe(400);
  expect((await post('/oidc/token', '{}', { 'content-type': 'application/json' })).status).toBe(400);
  expect((await post('/oidc/token', 'x'.repeat(100_000), form)).status).toBe(413);
  expect((await post('/oidc/userinfo', '', form)).status).toBe(401);
  expect((await fetch(`${portrait().url}/oidc/userinfo`, { headers: { authorization: 'Bearer x' } })).status).toBe(401);
  expect((await fetch(`${portrait().url}/oidc/auth?client_id=nobody&redirect_uri=x`)).status).toBe(400);
});

test('while the database is unavailable, applications are told to try again', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const bringBack = await makeUnavailable(portrait().database);
  const addresses = ['/oidc/auth?client_id=x', '/oidc/jwks', '/forward-auth'];
  const statuses = await Promise.all(addresses.map(async (path) => (await browser.fetches(here(path))).status));
  await bringBack();
  expect(statuses).toEqual([503, 503, 503]);
});
