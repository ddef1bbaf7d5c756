import { Browser } from '../support/browser';
import { createPerson, PASSWORD } from '../support/people';
import { launchServer, startServer } from '../support/server';

const HOME = 'https://account.example.com';

/** Upper case, as an administrator may write it. The test acts as the proxy. */
const portrait = startServer({ APP_URL: 'HTTPS://Account.example.com', LOG_LEVEL: 'warn' });

/** Sends a form with cookies that clients only keep with https. @returns name and text of each cookie set */
async function submits(form: string, entries: Record<string, string>, cookie = ''): Promise<[string, string][]> {
  const page = new Browser(portrait().url, { cookie });
  await page.opens(form === 'sign-in' ? '/en/sign-in' : '/en/profile');
  const headers = { cookie, origin: HOME, 'sec-fetch-site': 'same-origin' };
  const body = page.filled(form, entries);
  const response = await fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' });
  expect(response.status).toBe(303);
  return response.headers.getSetCookie().map((text) => [text.split('=', 1)[0] as string, text]);
}

test('sets and deletes cookies that browsers accept over https only, and keeps all but the notice from scripts', async () => {
  const { username } = await createPerson('ada');
  const begun = await submits('sign-in', { username, password: PASSWORD });
  const session = begun.find(([name]) => name === '__Host-portrait-session')?.[1].split(';', 1)[0];
  expect(session).toMatch(/=[\w-]{43}$/);
  const ended = await submits('sign-out', {}, session);
  expect(ended.map(([name]) => name)).toContain('__Host-portrait-session');
  for (const [name, text] of [...begun, ...ended]) {
    expect(name).toMatch(/^__(Host|Secure)-/);
    expect(text).toMatch(/; Path=\/(;|$)/);
    expect(text).toMatch(/; Secure(;|$)/);
    expect(text).not.toMatch(/; Domain/i);
    expect(text).toMatch(/; SameSite=Lax(;|$)/i);
    expect(/; HttpOnly(;|$)/.test(text)).toBe(!name.includes('notice'));
  }
});

test('sign-in sets the session and device cookies, which outlive the browser, and none of next-auth', async () => {
  const { username } = await createPerson('bob');
  const set = await submits('sign-in', { username, password: PASSWORD });
  const kept = set.filter(([, text]) => !text.includes('Max-Age=0'));
  expect(kept.map(([name]) => name).sort()).toEqual(['__Host-portrait-browser', '__Host-portrait-session']);
  const days = kept.map(([name, text]) => [name, Number(/; Max-Age=(\d+)/.exec(text)?.[1]) / 86_400]);
  expect(Object.fromEntries(days)).toEqual({ '__Host-portrait-browser': 400, '__Host-portrait-session': 30 });
});

test('the session that a new password renews outlives the browser, too', async () => {
  const { username } = await createPerson('carol');
  const begun = await submits('sign-in', { username, password: PASSWORD });
  const cookie = begun.find(([name]) => name === '__Host-portrait-session')?.[1].split(';', 1)[0];
  const passwords = { newPassword: 'seven quiet otters', confirmPassword: 'seven quiet otters' };
  const renewed = await submits('password', { currentPassword: PASSWORD, ...passwords }, cookie);
  const text = renewed.find(([name]) => name === '__Host-portrait-session')?.[1];
  expect(text).not.toContain(cookie);
  expect(text).toMatch(/; Max-Age=2592000(;|$)/);
});

test('sends Strict-Transport-Security', async () => {
  const response = await fetch(`${portrait().url}/en/sign-in`);
  expect(response.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
});

test('an action sent by React returns the page that it redirects to', async () => {
  const { username } = await createPerson('eve');
  const begun = await submits('sign-in', { username, password: PASSWORD });
  const cookie = begun.find(([name]) => name === '__Host-portrait-session')?.[1].split(';', 1)[0] ?? '';
  const page = await new Browser(portrait().url, { cookie }).opens('/en/profile');
  const [action = ''] = [...page.filled('sign-out', {}).keys()].map((name) => name.replace('$ACTION_ID_', ''));
  const headers = { cookie, origin: HOME, 'next-action': action, 'content-type': 'text/plain;charset=UTF-8' };
  const response = await fetch(page.url, { method: 'POST', headers, body: '[]' });
  expect(response.headers.get('x-action-redirect')).toMatch(/^\/en\/sign-in/);
  expect(response.headers.get('content-type')).toBe('text/x-component');
  expect(await response.text()).toContain('sign-in');
});

test('the start says that TRUST_PROXY is missing, unless it is off', async () => {
  expect(portrait().lines.join()).toContain('TRUST_PROXY is not set');
  const without = await launchServer({ APP_URL: HOME, LOG_LEVEL: 'warn', TRUST_PROXY: 'off' });
  expect(without.lines.join()).not.toContain('TRUST_PROXY');
  await without.stop();
});
