import { db } from '../../db';
import { digest } from '../../lib/adapters/random';
import { LOCALES } from '../../lib/i18n/locales';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { makeUnavailable } from '../support/database';
import { recordedEvents } from '../support/events';
import { findUser, PASSWORD, signInAs } from '../support/people';
import { newPerson, newSignedInPerson, signIn } from '../support/scenes';
import { startOwnServer } from '../support/server';

const portrait = startOwnServer();

const visitor = () => new Browser(portrait().url);

const sessionCount = async () => (await db().query.sessions.findMany()).length;

/** Posts to one of next-auth's routes like its client, with a CSRF token. */
async function posts(browser: Browser, route: string, fields: Record<string, string>): Promise<Response> {
  const { csrfToken } = (await (await browser.fetches('/api/auth/csrf')).json()) as { csrfToken: string };
  return post(browser, route, { csrfToken, ...fields });
}

function post(browser: Browser, route: string, fields: Record<string, string>): Promise<Response> {
  return browser.fetches(`/api/auth/${route}`, {
    method: 'POST',
    headers: { ...browser.formHeaders(), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  });
}

const hasSession = async (browser: Browser) => (await browser.opens('/en/profile')).path === '/en/profile';

describe('the credentials callback logs no one in', () => {
  test.each([
    ['a username and password', async () => ({ username: (await newPerson()).username, password: PASSWORD })],
    ['no ticket', async () => ({})],
    ['an empty ticket', async () => ({ ticket: '' })],
    ['an invented ticket', async () => ({ ticket: 'x'.repeat(43) })],
    ['a session’s value', async () => ({ ticket: await signInAs(await newPerson()) })],
    ['a user’s id', async () => ({ ticket: (await newPerson()).id, id: (await newPerson()).id })],
  ])('with %s', async (_, fields) => {
    const typed = await fields();
    const before = await sessionCount();
    const attacker = visitor();
    const response = await posts(attacker, 'callback/credentials', typed);
    expect(response.headers.getSetCookie().join()).not.toContain('portrait-session');
    expect(await hasSession(attacker)).toBe(false);
    expect(await sessionCount()).toBe(before);
  });

  test('with a ticket that still needs a code, or its digest', async () => {
    const [page, { username }] = await newSignedInPerson(portrait());
    await page.opens('/en/two-factor');
    await page.submits('two-factor-start', { currentPassword: PASSWORD });
    await page.submits('two-factor-confirm', { code: codeOf((page.text('main code') ?? '').replaceAll(' ', '')) });
    const attacker = await signIn(portrait(), username);
    expect(attacker.path).toBe('/en/sign-in/code');
    const ticket = (await attacker.jar.getCookies(attacker.url)).find(({ key }) =>
      key.startsWith('portrait-ticket'),
    )?.value;
    expect(ticket).toMatch(/^[\w-]{43}$/);
    for (const value of [ticket as string, digest(ticket as string)]) {
      await posts(attacker, 'callback/credentials', { ticket: value });
      expect(await hasSession(attacker)).toBe(false);
    }
  });
});

const UNUSED = [
  ...['providers', 'signin', 'signin/credentials', 'error', 'error?error=<b>', 'verify-request', 'unknown'],
  ...['callback/google', 'webauthn-options/x', 'session/../session/x', '%2e%2e/session'],
];

test.each(UNUSED)('responds with 404 for /api/auth/%s, which is not used', async (route) => {
  const [page] = await newSignedInPerson(portrait());
  expect((await page.fetches(`/api/auth/${route}`)).status).toBe(404);
  expect((await posts(page, route, {})).status).toBe(404);
});

test.each(['session', 'csrf', 'session?callbackUrl=https://evil.example'])(
  'reading /api/auth/%s changes nothing and reveals nothing',
  async (route) => {
    const [page, user] = await newSignedInPerson(portrait());
    const before = await db().query.sessions.findMany();
    const response = await page.fetches(`/api/auth/${route}`);
    const told = `${await response.text()} ${response.headers.get('location')}`;
    expect(response.status).toBe(200);
    expect(told).not.toContain(user.username);
    expect(told).not.toMatch(/evil\.example|next-auth/);
    expect(await db().query.sessions.findMany()).toEqual(before);
    expect(await hasSession(page)).toBe(true);
  },
);

test('the session route shows only the expiry and accepts no data', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const told = await (await page.fetches('/api/auth/session')).json();
  expect(told).toEqual({ expires: expect.any(String) });
  expect((await posts(page, 'session', { data: 'x' })).status).toBe(405);
  expect(await findUser(user.username)).toEqual(user);
});

test.each(['session', 'signout'])(
  '/api/auth/%s answers 503 and keeps the session while the database is unavailable',
  async (route) => {
    const [page] = await newSignedInPerson(portrait());
    const { csrfToken } = (await (await page.fetches('/api/auth/csrf')).json()) as { csrfToken: string };
    const back = await makeUnavailable(portrait().database);
    const response =
      route === 'session' ? await page.fetches('/api/auth/session') : await post(page, route, { csrfToken });
    await back();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10']);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await hasSession(page)).toBe(true);
  },
);

test('redirects stay on the origin that the browser used', async () => {
  const [page] = await newSignedInPerson(portrait());
  const response = await posts(page, 'signout', {});
  expect([response.status, response.headers.get('location')]).toEqual([302, expect.stringMatching(/^\/(?!\/)/)]);
});

test('the sign-out route ends the session itself, not only the cookie', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const cookie = await page.jar.getCookieString(page.url);
  await posts(page, 'signout', {});
  const again = await fetch(`${portrait().url}/en/profile`, { headers: { cookie }, redirect: 'manual' });
  expect(again.status).toBe(307);
  const events = await recordedEvents(user.id);
  expect(events.at(-1)?.type).toBe('signed-out');
});

test.each(['callback/credentials', 'signout'])('posting to %s without its token does nothing', async (to) => {
  const [page] = await newSignedInPerson(portrait());
  const before = await sessionCount();
  await page.fetches(`/api/auth/${to}`, {
    method: 'POST',
    headers: { ...page.formHeaders(), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken: 'invented' }),
  });
  expect(await sessionCount()).toBe(before);
  expect(await hasSession(page)).toBe(true);
});

test('a session value works only as the session cookie', async () => {
  const value = await signInAs(await newPerson());
  for (const headers of [
    { authorization: `Bearer ${value}` },
    { authorization: `Basic ${btoa(`x:${value}`)}` },
    { cookie: `authjs.session-token=${value}; next-auth.session-token=${value}` },
    { cookie: `__Secure-portrait-session=${value}; Portrait-Session=${value}; portrait-session-1=${value}` },
    { 'x-portrait-session': value },
  ] as Record<string, string>[]) {
    const response = await fetch(`${portrait().url}/en/profile`, { headers, redirect: 'manual' });
    expect(response.status).toBe(307);
  }
});

const PAGES = ['profile', 'two-factor', 'two-factor/recovery-codes', 'sessions', 'activity'];

describe.each(LOCALES)('/%s shows nothing of a page when signed out', (locale) => {
  test.each(PAGES)('%s', async (page) => {
    for (const [suffix, headers] of [
      ['', {}],
      ['', { rsc: '1' }],
      ['?_rsc=1', { rsc: '1', 'next-router-prefetch': '1' }],
      ['', { rsc: '1', 'next-router-segment-prefetch': '/_tree' }],
      ['', { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy', 'x-nextjs-data': '1' }],
      ['.rsc', {}],
    ] as [string, Record<string, string>][]) {
      const response = await fetch(`${portrait().url}/${locale}/${page}${suffix}`, { headers, redirect: 'manual' });
      expect(response.status).toBeLessThan(500);
      expect(await response.text()).not.toMatch(/currentPassword|id="(profile|password|sessions-end)|sign-out/);
    }
  });
});
