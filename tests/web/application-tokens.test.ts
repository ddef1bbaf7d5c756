import { createHash } from 'node:crypto';
import * as openid from 'openid-client';
import sharp from 'sharp';
import { db } from '../../db';
import { rotateSigningKeys } from '../../lib/applications/signing-keys';
import { changeUser } from '../support/people';
import {
  ageTokens,
  errorIn,
  logIn,
  newCode,
  redeem,
  redeemAt,
  requestLogIn,
  startRelyingParty,
  useRelyingParty,
} from '../support/relying-party';
import { newSignedInPerson, picture } from '../support/scenes';
import { startServer } from '../support/server';
import { until } from '../support/until';

const portrait = startServer({ WEB_CONCURRENCY: '2', LOG_LEVEL: 'warn' });
const wiki = useRelyingParty(portrait);

test('a replayed code is refused and ends what it gave', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const { code, code_verifier, request } = await newCode(wiki(), browser);
  const { access_token } = await redeem(request, browser);
  expect((await redeemAt(wiki(), portrait().url, code, { code_verifier })).status).toBe(400);
  await expect(openid.fetchUserInfo(request.configuration, access_token, openid.skipSubjectCheck)).rejects.toThrow();
});

test('of many requests with one code, at most one gets a token', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const { code, code_verifier } = await newCode(wiki(), browser);
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => redeemAt(wiki(), portrait().url, code, { code_verifier })),
  );
  expect(answers.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
});

test('a code is good for its verifier, redirect URI, application and minute only', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const other = await startRelyingParty(portrait().url, { isPublic: true });
  const { code, code_verifier } = await newCode(wiki(), browser);
  const wrong: Record<string, string>[] = [
    {},
    { code_verifier: openid.randomPKCECodeVerifier() },
    { code_verifier, redirect_uri: `${wiki().redirectUri}/` },
    { code_verifier, code: `${code}x` },
  ];
  for (const change of wrong)
    expect(await (await redeemAt(wiki(), portrait().url, code, change)).json()).toMatchObject({
      error: 'invalid_grant',
    });
  const stolen = await fetch(`${portrait().url}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{
        grant_type: 'authorization_code',
        client_id: other.id,
        redirect_uri: wiki().redirectUri,
        code,
        code_verifier,
      },
    }),
  });
  expect(await stolen.json()).toMatchObject({ error: 'invalid_grant' });
  await ageTokens(60);
  expect(await (await redeemAt(wiki(), portrait().url, code, { code_verifier })).json()).toMatchObject({
    error: 'invalid_grant',
  });
  other.stop();
});

test('a request with another redirect URI, without PKCE or for another flow is refused', async () => {
  const [browser] = await newSignedInPerson(portrait());
  for (const redirect_uri of [
    `${wiki().redirectUri}/`,
    `${wiki().redirectUri}?x`,
    wiki().redirectUri.replace('http:', 'https:'),
    wiki().redirectUri.replace('localhost', '127.0.0.1'),
    'https://evil.example/callback',
    `${wiki().redirectUri}@evil.example`,
  ]) {
    await browser.opens((await requestLogIn(wiki(), { redirect_uri })).url.href);
    expect([redirect_uri, browser.status]).toEqual([redirect_uri, 400]);
    expect(browser.url).toMatch(portrait().url);
  }
  const { url } = await requestLogIn(wiki());
  url.searchParams.delete('code_challenge');
  url.searchParams.delete('code_challenge_method');
  expect(errorIn(await browser.opens(url.href))).toBe('invalid_request');
  const others: Record<string, string>[] = [{ response_type: 'token' }, { code_challenge_method: 'plain' }];
  for (const parameters of others)
    expect(errorIn(await browser.opens((await requestLogIn(wiki(), parameters)).url.href))).toBeTruthy();
  await browser.opens((await requestLogIn(wiki(), { response_mode: 'form_post' })).url.href);
  expect([browser.status, browser.text('code')]).toEqual([400, 'unsupported response_mode']);
  const logged = () => portrait().lines.filter((line) => line.includes(wiki().id) && line.includes('code_challenge'));
  await until(() => logged().length > 0); // for an administrator who looks for the reason
});

test('a page of the application may fetch tokens, and a page of another origin may not', async () => {
  const asks = (origin: string) =>
    fetch(`${portrait().url}/oidc/token`, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ grant_type: 'authorization_code', client_id: wiki().id, code: 'x' }),
    });
  const { origin } = new URL(wiki().redirectUri);
  expect((await asks(origin)).headers.get('access-control-allow-origin')).toBe(origin);
  expect((await asks('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
});

test('an answer with another state or of another issuer is refused by the application', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const request = await requestLogIn(wiki());
  await browser.opens(request.url.href);
  for (const [name, value] of Object.entries({ state: 'mixed-up', iss: 'https://evil.example' })) {
    const url = new URL(browser.url);
    url.searchParams.set(name, value);
    await expect(redeem(request, { url: url.href })).rejects.toThrow();
  }
});

test('new keys sign at once in every process, and the former ones are still published', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const kidOf = (token = '') => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
  const before = await logIn(wiki(), browser);
  await rotateSigningKeys();
  for (let process = 0; process < 4; process++) {
    const after = await logIn(wiki(), browser);
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
  const { code } = await newCode(wiki(), browser);
  const { tokens } = await logIn(wiki(), browser);
  const { applications, applicationTokens, applicationSessions, signingKeys } = db().query;
  const rows = JSON.stringify(
    await Promise.all([applications, applicationTokens, applicationSessions].map((table) => table.findMany())),
  );
  for (const value of [code, tokens.access_token, wiki().secret as string]) expect(rows).not.toContain(value);
  for (const { jwk } of await signingKeys.findMany()) expect(jwk).toMatch(/^[\w-]+$/); // base64url, not JSON
  expect(rows).toContain(
    createHash('sha256')
      .update(wiki().secret as string)
      .digest('base64url'),
  );
});

test('a picture is served without a session until it changes or its user is disabled', async () => {
  const [browser, user] = await newSignedInPerson(portrait());
  await browser.submits('profile', { avatar: await picture() });
  const { claims, userinfo } = await logIn(wiki(), browser);
  const address = claims.picture as string;
  const answer = await fetch(address);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
  expect(answer.headers.get('cache-control')).toBe('private, max-age=300'); // it ends with the avatar
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*sandbox/);
  expect((await fetch(address.slice(0, -1))).status).toBe(404);
  for (const size of [64, 192]) {
    const smaller = sharp(await (await fetch(`${address}?size=${size}`)).arrayBuffer());
    expect(await smaller.metadata()).toMatchObject({ width: size, height: size });
  }
  await browser.opens(`${portrait().url}/en/profile`);
  await browser.submits('profile', { avatar: await picture('other.png', { colour: '#2040c0' }) });
  expect((await fetch(address)).status).toBe(404);
  const { picture: now } = await userinfo();
  expect((await fetch(now as string)).status).toBe(200);
  await changeUser(user, { disabledAt: 1 });
  expect((await fetch(now as string)).status).toBe(404);
});

test('no answer to an application is kept by a cache, and each has the security headers', async () => {
  for (const path of [
    '/.well-known/openid-configuration',
    '/oidc/jwks',
    '/oidc/auth',
    '/oidc/token',
    '/forward-auth',
  ]) {
    const { headers } = await fetch(portrait().url + path, { redirect: 'manual' });
    const found = ['cache-control', 'x-content-type-options', 'referrer-policy'].map((name) => headers.get(name));
    expect([path, ...found, headers.has('set-cookie')]).toEqual([path, 'no-store', 'nosniff', 'same-origin', false]);
  }
});
