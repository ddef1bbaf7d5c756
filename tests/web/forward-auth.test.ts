import { readFileSync } from 'node:fs';
import { Browser } from '../support/browser';
import { changeUser } from '../support/people';
import { useRelyingParty } from '../support/relying-party';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
useRelyingParty(portrait);

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
  await changeUser(user, { passwordMustChange: true });
  expect((await ask(browser)).status).toBe(401);
});

test('refuses a visitor with the same headers, all empty, and leads a page to the log-in', async () => {
  const browser = new Browser(portrait().url);
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
    { ...page, accept: 'application/json' },
    { accept: 'text/html' },
  ] as Record<string, string>[])
    expect((await ask(browser, headers)).status).toBe(401);
});

test('the recipes in deploy/ pass on every one of these headers, so that a client can forge none', () => {
  const nginx = readFileSync('deploy/forward-auth.nginx.conf', 'utf8');
  const caddy = readFileSync('deploy/forward-auth.Caddyfile', 'utf8');
  for (const name of NAMES) {
    const header = name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
    const variable = `$${name.replace('remote-', 'portrait_')}`;
    expect(nginx).toContain(`auth_request_set ${variable} $upstream_http_${name.replace('-', '_')};`);
    expect(nginx).toContain(`proxy_set_header ${header} ${variable};`);
    expect(caddy).toMatch(RegExp(`copy_headers .*\\b${header}\\b`));
  }
});
