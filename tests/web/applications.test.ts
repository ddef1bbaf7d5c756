import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import * as openid from 'openid-client';
import { db, openDatabase, transaction } from '../../db';
import { applicationTokens } from '../../db/schema';
import { type User, updateAnyUser } from '../../db/users';
import { removeApplication } from '../../lib/applications/registry';
import { rotateSigningKeys } from '../../lib/applications/signing-keys';
import { codeOf } from '../support/authenticator';
import type { Browser } from '../support/browser';
import { PASSWORD } from '../support/people';
import { logIn, type RelyingParty, redeem, requestLogIn, startRelyingParty } from '../support/relying-party';
import { enableTwoFactorOf, newPerson, newSignedInPerson, picture, signIn } from '../support/scenes';
import { launchServer, startServer } from '../support/server';

const portrait = startServer({ WEB_CONCURRENCY: '2' });

let wiki: RelyingParty;
beforeAll(async () => {
  wiki = await startRelyingParty(portrait().url);
});
afterAll(() => wiki.stop());

/** From the application, the browser goes back to an address here. */
const here = (path: string) => portrait().url + path;

const errorIn = ({ url }: Browser) => new URL(url.replace('#', '?')).searchParams.get('error');

/** What the token endpoint answers to a code. */
const refusal = (code: string, change: Record<string, string> = {}) =>
  fetch(`${portrait().url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${wiki.id}:${wiki.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: wiki.redirectUri, ...change }),
  });

/** A code that hasn't been redeemed, and its verifier. */
async function newCode(browser: Browser) {
  const request = await requestLogIn(wiki);
  await browser.opens(request.url.href);
  const code = new URL(browser.url).searchParams.get('code') as string;
  return { request, code, code_verifier: request.checks.pkceCodeVerifier };
}

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
  const party = await startRelyingParty(empty.url);
  expect((await ask('/.well-known/openid-configuration', 'GET')).status).toBe(200);
  expect((await ask('/forward-auth', 'GET')).status).toBe(401);
  expect((await ask('/oidc/x', 'GET')).status).toBe(404);
  expect((await ask('/oidc/token', 'GET')).status).toBe(405);
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
  const browser = await signOutBrowser();
  const request = await requestLogIn(wiki, { ui_locales: 'xx fr' });
  await browser.opens(request.url.href);
  expect(browser.path).toMatch(/^\/fr\/sign-in\?next=/);
  expect(browser.headers.get('content-security-policy')).toContain(
    `form-action 'self' ${new URL(wiki.redirectUri).origin};`,
  );
  await browser.opens(browser.path.replace('/fr/', '/ar/'));
  await browser.submits('sign-in', { username: user.username, password: 'wrong' });
  expect(browser.alert).toBeTruthy();
  await browser.submits('sign-in', { username: user.username, password: PASSWORD });
  expect(browser.url).toMatch(wiki.redirectUri);
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
  expect(claims).toMatchObject({ ...profile, iss: portrait().url, aud: wiki.id, amr: ['pwd'], acr: '1' });
  expect(claims).not.toHaveProperty('picture');
  const userinfo = await openid.fetchUserInfo(request.configuration, tokens.access_token, user.id);
  expect(userinfo).toMatchObject(profile);
});

const signOutBrowser = async () => {
  const { Browser } = await import('../support/browser');
  return new Browser(portrait().url);
};

test('a code in between is no way around, and shows in acr and amr', async () => {
  const user = await newPerson();
  const secret = await enableTwoFactorOf(user);
  const browser = await signOutBrowser();
  const request = await requestLogIn(wiki);
  await browser.opens(request.url.href);
  await browser.submits('sign-in', { username: user.username, password: PASSWORD });
  expect(browser.path).toMatch(/^\/en\/sign-in\/code\?next=/);
  expect(browser.headers.get('content-security-policy')).toContain(new URL(wiki.redirectUri).origin);
  const silent = await browser.fetches((await requestLogIn(wiki, { prompt: 'none' })).url.href);
  expect(silent.headers.get('location')).toContain('error=login_required');
  await browser.submits('sign-in-code', { code: codeOf(secret, 1) });
  const claims = (await redeem(request, browser)).claims();
  expect(claims).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: '2' });
});

test('a silent log-in needs a session, and a new one only where it was asked for', async () => {
  const [browser, user] = await newSignedInPerson(portrait());
  const first = await logIn(wiki, browser, { prompt: 'none' });
  expect(await first.userinfo()).toMatchObject({ sub: user.id });
  const again = await requestLogIn(wiki, { prompt: 'login' });
  await browser.opens(again.url.href);
  expect(browser.path).toMatch(/^\/en\/sign-in\?next=/);
  await browser.reloads();
  expect(browser.path).toMatch(/^\/en\/sign-in\?next=/);
  await browser.submits('sign-in', { username: user.username, password: PASSWORD });
  const { auth_time } = (await redeem(again, browser)).claims() as { auth_time: number };
  expect(auth_time).toBeGreaterThanOrEqual(first.claims.auth_time as number);
  const fresh = await logIn(wiki, browser, { max_age: '600' });
  expect(fresh.claims.auth_time).toBe(auth_time);
  const stranger = await signOutBrowser();
  await stranger.opens((await requestLogIn(wiki, { prompt: 'none' })).url.href);
  expect(errorIn(stranger)).toBe('login_required');
});

test('a second log-in to one application keeps the tokens of the first', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const first = await logIn(wiki, browser);
  const second = await logIn(wiki, browser);
  expect(second.claims.sid).toBe(first.claims.sid);
  await first.userinfo();
  await second.userinfo();
});

test('a replayed code is refused and ends what it gave', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const { code, code_verifier, request } = await newCode(browser);
  const { access_token } = await redeem(request, browser);
  expect((await refusal(code, { code_verifier })).status).toBe(400);
  await expect(openid.fetchUserInfo(request.configuration, access_token, openid.skipSubjectCheck)).rejects.toThrow();
});

test('of many requests with one code, at most one gets a token', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const { code, code_verifier } = await newCode(browser);
  const answers = await Promise.all(Array.from({ length: 6 }, () => refusal(code, { code_verifier })));
  expect(answers.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
});

test('a code is good for its verifier, redirect URI, application and minute only', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const other = await startRelyingParty(portrait().url, { isPublic: true });
  const { code, code_verifier } = await newCode(browser);
  const wrong: Record<string, string>[] = [
    {},
    { code_verifier: openid.randomPKCECodeVerifier() },
    { code_verifier, redirect_uri: `${wiki.redirectUri}/` },
    { code_verifier, code: `${code}x` },
  ];
  for (const change of wrong)
    expect(await (await refusal(code, change)).json()).toMatchObject({ error: 'invalid_grant' });
  const stolen = await fetch(`${portrait().url}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', client_id: other.id, redirect_uri: wiki.redirectUri, code, code_verifier },
    }),
  });
  expect(await stolen.json()).toMatchObject({ error: 'invalid_grant' });
  for (const { payload, valueHash } of await db().query.applicationTokens.findMany())
    await transaction((on) => ageToken(on, valueHash, payload));
  expect(await (await refusal(code, { code_verifier })).json()).toMatchObject({ error: 'invalid_grant' });
  other.stop();
});

const ageToken = (on: ReturnType<typeof db>, valueHash: string, payload: Record<string, unknown>) =>
  on
    .update(applicationTokens)
    .set({ payload: { ...payload, exp: Math.floor(Date.now() / 1000) - 16 } })
    .where(eq(applicationTokens.valueHash, valueHash))
    .returning();

test('a request with another redirect URI, without PKCE or for another flow is refused', async () => {
  const [browser] = await newSignedInPerson(portrait());
  for (const redirect_uri of [
    `${wiki.redirectUri}/`,
    `${wiki.redirectUri}?x`,
    wiki.redirectUri.replace('http:', 'https:'),
    wiki.redirectUri.replace('localhost', '127.0.0.1'),
    'https://evil.example/callback',
    `${wiki.redirectUri}@evil.example`,
  ]) {
    await browser.opens((await requestLogIn(wiki, { redirect_uri })).url.href);
    expect([redirect_uri, browser.status]).toEqual([redirect_uri, 400]);
    expect(browser.url).toMatch(portrait().url);
  }
  const { url } = await requestLogIn(wiki);
  url.searchParams.delete('code_challenge');
  url.searchParams.delete('code_challenge_method');
  expect(errorIn(await browser.opens(url.href))).toBe('invalid_request');
  const others: Record<string, string>[] = [{ response_type: 'token' }, { code_challenge_method: 'plain' }];
  for (const parameters of others)
    expect(errorIn(await browser.opens((await requestLogIn(wiki, parameters)).url.href))).toBeTruthy();
  await browser.opens((await requestLogIn(wiki, { response_mode: 'form_post' })).url.href);
  expect([browser.status, browser.text('code')]).toEqual([400, 'unsupported response_mode']);
});

test('an answer with another state or of another issuer is refused by the application', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const request = await requestLogIn(wiki);
  await browser.opens(request.url.href);
  for (const [name, value] of Object.entries({ state: 'mixed-up', iss: 'https://evil.example' })) {
    const url = new URL(browser.url);
    url.searchParams.set(name, value);
    await expect(redeem(request, { url: url.href })).rejects.toThrow();
  }
});

const setUser = (user: User, change: object) => transaction((on) => updateAnyUser(on, user.id, change));

test('a disabled user and a one-time password stop every log-in', async () => {
  const [browser, user] = await newSignedInPerson(portrait());
  const { code, code_verifier } = await newCode(browser);
  const before = await logIn(wiki, browser);
  await setUser(user, { passwordMustChange: true });
  await browser.opens((await requestLogIn(wiki)).url.href);
  expect(browser.path).toBe('/en/profile');
  await browser.opens((await requestLogIn(wiki, { prompt: 'none' })).url.href);
  expect(errorIn(browser)).toBe('login_required');
  await setUser(user, { passwordMustChange: false, disabledAt: 1 });
  expect((await refusal(code, { code_verifier })).status).toBe(400);
  await expect(before.userinfo()).rejects.toThrow();
  await browser.opens((await requestLogIn(wiki)).url.href);
  expect(browser.path).toMatch(/^\/en\/sign-in/);
});

test.each<[string, (browser: Browser, user: User) => Promise<unknown>]>([
  ['a log-out', (browser) => browser.submits('sign-out')],
  [
    'an end by the user',
    async (_, { username }) =>
      (await (await signIn(portrait(), username)).opens(here('/en/sessions'))).submits('sessions-end-others'),
  ],
  [
    'a new password',
    async (_, { username }) => {
      const other = await signIn(portrait(), username);
      await other.opens(here('/en/profile'));
      const newPassword = 'seven quiet otters';
      return other.submits('password', { currentPassword: PASSWORD, newPassword, confirmPassword: newPassword });
    },
  ],
])('%s kills the tokens of the session and tells the application, which may be down at first', async (_, end) => {
  const blog = await startRelyingParty(portrait().url, { name: 'Blog' });
  const [browser, user] = await newSignedInPerson(portrait());
  const { userinfo, claims } = await logIn(blog, browser);
  await userinfo();
  await browser.opens(here('/en/profile'));
  await end(browser, user);
  await expect(userinfo()).rejects.toThrow();
  const [logout] = await blog.logouts(1);
  expect(logout).toMatchObject({ iss: portrait().url, aud: blog.id, sub: user.id, sid: claims.sid });
  expect(Object.keys(logout?.events as object)).toEqual(['http://schemas.openid.net/event/backchannel-logout']);
  blog.stop();
});

test('tokens outlive a restart, and a log-out waits for it', async () => {
  const [browser, user] = await newSignedInPerson(portrait());
  const blog = await startRelyingParty(portrait().url, { name: 'Blog' });
  const { userinfo } = await logIn(blog, browser);
  await portrait().killAndRestart();
  expect(await userinfo()).toMatchObject({ sub: user.id });
  await browser.opens(here('/en/profile'));
  await browser.submits('sign-out');
  expect((await blog.logouts(1))[0]).toMatchObject({ sub: user.id });
  blog.stop();
});

test('a user sees the applications that they are logged in to, and ends one', async () => {
  const notes = await startRelyingParty(portrait().url, { name: 'Notes <b>' });
  const [browser, user] = await newSignedInPerson(portrait());
  await browser.opens(here('/en/applications'));
  expect(browser.document.querySelector('#application-end')).toBeNull();
  const { userinfo } = await logIn(notes, browser);
  await browser.opens(here('/en/applications'));
  expect(browser.text('main li p')).toBe('Notes <b>');
  expect(browser.text('nav [aria-current=page]')).toBe('Applications');
  await browser.submits('application-end');
  expect(browser.notice).toBeTruthy();
  expect(browser.document.querySelector('#application-end')).toBeNull();
  await expect(userinfo()).rejects.toThrow();
  expect((await notes.logouts(1))[0]).toMatchObject({ sub: user.id });
  await logIn(notes, browser);
  notes.stop();
});

test('a user ends no application of another', async () => {
  const [victim] = await newSignedInPerson(portrait());
  const { userinfo } = await logIn(wiki, victim);
  const [browser] = await newSignedInPerson(portrait());
  const notes = await startRelyingParty(portrait().url, { name: 'Notes' });
  await logIn(notes, browser);
  await browser.opens(here('/en/applications'));
  await browser.submits('application-end', { application: wiki.id });
  expect(browser.alert ?? browser.notice).toContain('no longer logged in');
  await userinfo();
  notes.stop();
});

test('an application logs the user out of everything, and gets them back', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const { configuration, tokens, userinfo } = await logIn(wiki, browser);
  const bye = wiki.redirectUri.replace('/callback', '/bye');
  const url = openid.buildEndSessionUrl(configuration, {
    id_token_hint: tokens.id_token as string,
    post_logout_redirect_uri: bye,
    state: 'a&b',
  });
  await browser.opens(url.href);
  expect(browser.path).toMatch(/^\/en\/applications\/sign-out\?/);
  await userinfo();
  await browser.submits('application-sign-out');
  expect(browser.url).toBe(`${bye}?state=a%26b`);
  await expect(userinfo()).rejects.toThrow();
  await browser.opens(url.href);
  expect(browser.url).toBe(`${bye}?state=a%26b`);
  url.searchParams.set('post_logout_redirect_uri', 'https://evil.example/');
  await browser.opens(url.href);
  expect([browser.status, browser.url.startsWith(portrait().url)]).toEqual([400, true]);
  await browser.opens(
    `${portrait().url}/en/applications/sign-out?client_id=${wiki.id}&post_logout_redirect_uri=https://evil.example/`,
  );
  expect(browser.path).toBe('/en/sign-in');
});

test('a picture is there without a session until it changes or its user is disabled', async () => {
  const [browser, user] = await newSignedInPerson(portrait());
  await browser.submits('profile', { avatar: await picture() });
  const { claims, userinfo } = await logIn(wiki, browser);
  const address = claims.picture as string;
  const answer = await fetch(address);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect((await fetch(address.slice(0, -1))).status).toBe(404);
  await browser.opens(here('/en/profile'));
  await browser.submits('profile', { avatar: await picture('other.png', { colour: '#2040c0' }) });
  expect((await fetch(address)).status).toBe(404);
  const { picture: now } = await userinfo();
  expect((await fetch(now as string)).status).toBe(200);
  await setUser(user, { disabledAt: 1 });
  expect((await fetch(now as string)).status).toBe(404);
});

test('new keys sign at once in every process, and the former ones are still published', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const kidOf = (token = '') => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
  const before = await logIn(wiki, browser);
  await rotateSigningKeys();
  for (let process = 0; process < 4; process++) {
    const after = await logIn(wiki, browser);
    expect(kidOf(after.tokens.id_token)).not.toBe(kidOf(before.tokens.id_token));
    const { keys } = (await (await fetch(`${portrait().url}/oidc/jwks`)).json()) as {
      keys: { kid: string; d?: string }[];
    };
    expect(keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining([kidOf(before.tokens.id_token)]));
    expect(keys.some(({ d }) => d)).toBe(false);
  }
});

test('no code, token, secret or private key can be read in the database', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const { code } = await newCode(browser);
  const { tokens } = await logIn(wiki, browser);
  const { applications, applicationTokens, applicationSessions, signingKeys } = db().query;
  const rows = JSON.stringify(
    await Promise.all(
      [applications, applicationTokens, applicationSessions, signingKeys].map((table) => table.findMany()),
    ),
  );
  for (const value of [code, tokens.access_token, wiki.secret as string, '"d":', 'RSA'])
    expect(rows).not.toContain(value);
  expect(rows).toContain(
    createHash('sha256')
      .update(wiki.secret as string)
      .digest('base64url'),
  );
});

test('a wrong secret, a foreign code and garbage are refused without a failure', async () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(portrait().url + path, { method: 'POST', body, headers });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const basic = (secret: string) => ({
    authorization: `Basic ${Buffer.from(`${wiki.id}:${secret}`).toString('base64')}`,
  });
  const grant = 'grant_type=authorization_code&code=x&redirect_uri=x&code_verifier=x';
  expect((await post('/oidc/token', grant, { ...form, ...basic('wrong') })).status).toBe(401);
  expect((await post('/oidc/token', '%ff%', { ...form, ...basic(wiki.secret as string) })).status).toBe(400);
  expect((await post('/oidc/token', '{}', { 'content-type': 'application/json' })).status).toBe(400);
  expect((await post('/oidc/token', 'x'.repeat(100_000), form)).status).toBe(413);
  expect((await post('/oidc/userinfo', '', form)).status).toBe(401);
  expect((await fetch(`${portrait().url}/oidc/userinfo`, { headers: { authorization: 'Bearer x' } })).status).toBe(401);
  expect((await fetch(`${portrait().url}/oidc/auth?client_id=nobody&redirect_uri=x`)).status).toBe(400);
});

describe('forward-auth', () => {
  const ask = (browser: Browser, headers: Record<string, string> = {}) =>
    browser.fetches('/forward-auth', { headers: { accept: '*/*', ...headers } });
  const NAMES = ['remote-user', 'remote-email', 'remote-company', 'remote-role', 'remote-language'];

  test('tells who is logged in, in percent-encoded headers', async () => {
    const [browser, user] = await newSignedInPerson(portrait(), { company: 'Zoë & Söhne\u3000株', language: 'ja' });
    const { status, headers } = await ask(browser, { 'remote-user': 'forged@example.com' });
    expect(status).toBe(200);
    expect(NAMES.map((name) => decodeURIComponent(headers.get(name) ?? 'none'))).toEqual([
      user.username,
      user.username,
      'Zoë & Söhne\u3000株',
      'Engineer',
      'ja',
    ]);
    await setUser(user, { passwordMustChange: true });
    expect((await ask(browser)).status).toBe(401);
  });

  test('refuses a visitor with the same headers, all empty, and leads a page to the log-in', async () => {
    const browser = await signOutBrowser();
    const refused = await ask(browser);
    expect(refused.status).toBe(401);
    expect(NAMES.map((name) => refused.headers.get(name))).toEqual(NAMES.map(() => ''));
    const page = { accept: 'text/html', 'x-forwarded-uri': '/wiki/a?b=c' };
    const redirected = await ask(browser, { ...page, 'x-forwarded-host': new URL(portrait().url).host });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([302, '/sign-in?next=%2Fwiki%2Fa%3Fb%3Dc']);
    for (const headers of [
      { ...page, 'x-forwarded-host': 'evil.example' },
      { ...page, 'x-forwarded-uri': '//evil.example' },
      { ...page, 'x-forwarded-method': 'POST' },
      { accept: 'text/html' },
    ] as Record<string, string>[])
      expect((await ask(browser, headers)).status).toBe(401);
  });
});
