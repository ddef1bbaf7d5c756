import { securityHeaders } from '../../lib/server/headers';
import type { Browser } from '../support/browser';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const avatar = (page: Browser) => page.document.querySelector('main img')?.getAttribute('src') ?? '';
const posted = (headers: Record<string, string>) => ({ method: 'POST', headers, body: 'junk' });
const ours = () => ({ origin: portrait().url });

test.each<[number, string, (page: Browser) => Promise<Response>]>([
  [200, 'a page', (page) => page.fetches('/en/profile')],
  [200, 'what React asks of a page', (page) => page.fetches('/en/two-factor?_rsc', { headers: { rsc: '1' } })],
  [200, 'an avatar', (page) => page.fetches(avatar(page))],
  [200, "next-auth's session", (page) => page.fetches('/api/auth/session')],
  [200, '/healthz', (page) => page.fetches('/healthz')],
  [307, 'an address without a locale', (page) => page.fetches('/profile')],
  [307, 'a page that leads elsewhere', (page) => page.fetches('/en/sign-in')],
  [307, '/.well-known/change-password', (page) => page.fetches('/.well-known/change-password')],
  [308, 'an address that ends in a slash', (page) => page.fetches('/en/profile/')],
  [400, 'a form that cannot be read', (page) => page.fetches('/en/two-factor', posted({ ...ours(), ...multipart }))],
  [403, 'a form from elsewhere', (page) => page.fetches('/en/profile', posted({ origin: 'https://evil.example' }))],
  [404, 'no page', (page) => page.fetches('/en/nothing')],
  [404, 'no avatar', (page) => page.fetches('/avatars/nobody/1')],
  [404, 'no file', (page) => page.fetches('/nothing.txt')],
  [404, 'no built file', (page) => page.fetches('/_next/static/none.js')],
  [405, 'another method', (page) => page.fetches('/en/profile', { method: 'PUT' })],
  [415, 'a form of another type', (page) => page.fetches('/en/profile', posted(ours()))],
])('sends every security header with %d for %s, and names no software', async (status, _, ask) => {
  const [page] = await newSignedInPerson(portrait());
  const answer = await ask(page);
  expect(answer.status).toBe(status);
  const headers = Object.fromEntries(answer.headers);
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'x-robots-tag': 'noindex, nofollow',
  });
  const isForReact = headers['content-type']?.startsWith('text/x-component');
  const names = isForReact ? /^(x-powered-by|server)$/ : /^(x-powered-by|server|x-next.*)$/;
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining([expect.stringMatching(names)]));
  expect(headers.vary ?? '').toMatch(/^(Accept-Encoding)?$/);
  expect(headers).not.toHaveProperty('strict-transport-security');
});

const multipart = { 'content-type': 'multipart/form-data; boundary=b' };

test('sends exactly these policies for pages and pictures', async () => {
  const [page] = await newSignedInPerson(portrait());
  const policies = [];
  for (const path of ['/en/profile', '/en/nothing.txt', avatar(page)])
    policies.push(
      (await page.fetches(path)).headers.get('content-security-policy')?.replace(/nonce-[^']+/g, 'nonce-N'),
    );
  const ofPages =
    "default-src 'self'; script-src 'self' 'nonce-N' 'strict-dynamic'; style-src 'self' 'nonce-N'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  expect(policies).toEqual([
    ofPages,
    ofPages,
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
  ]);
});

test('lets browsers cache the common passwords for a day', async () => {
  const list = await fetch(`${portrait().url}/common-passwords.txt`);
  expect(list.headers.get('cache-control')).toBe('public, max-age=86400');
});

test('gives each page its own nonce, and every script has it', async () => {
  const [page] = await newSignedInPerson(portrait());
  const nonces = [];
  for (const path of ['/en/profile', '/en/profile']) {
    await page.opens(path);
    const policy = page.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1];
    expect(policy).not.toMatch(/unsafe-/);
    const scripts = [...page.document.querySelectorAll('script')];
    expect(scripts.length).toBeGreaterThan(1);
    expect(new Set(scripts.map((script) => script.getAttribute('nonce')))).toEqual(new Set([nonce]));
    nonces.push(nonce);
  }
  expect(new Set(nonces).size).toBe(2);
});

test.each([
  '/en/profile',
  '/en/two-factor',
  '/api/auth/session',
  '/healthz',
  '/profile',
  '/en/nothing',
  '/en/%ff',
  '/en/sign-in',
])('forbids caching of %s', async (path) => {
  const [page] = await newSignedInPerson(portrait());
  expect((await page.fetches(path)).headers.get('cache-control')).toContain('no-store');
});

test('has no security.txt as long as SUPPORT_CONTACT is not set', async () => {
  expect((await fetch(`${portrait().url}/.well-known/security.txt`)).status).toBe(404);
});

test('sends Strict-Transport-Security over https only', () => {
  const names = (secure: boolean) => securityHeaders({ policy: '', secure }).map(([name]) => name);
  expect(names(true)).toContain('Strict-Transport-Security');
  expect(names(false)).not.toContain('Strict-Transport-Security');
});
