import { issueDeviceCookie } from '../../lib/device-cookie';
import { codeOf } from '../support/authenticator';
import { Browser, type Entries } from '../support/browser';
import { createSession, disableUser, PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson } from '../support/scenes';
import { cookieNameAt, startServer } from '../support/server';

const AUTH_SECRET = 'a secret for tests of 32 bytes or more';

const portrait = startServer({ AUTH_SECRET, LOG_LEVEL: 'warn', TRUST_PROXY: 'loopback' });

/** Values that no one sends by mistake; `%C3%A9` is decoded to two bytes and one character. */
const VALUES = [
  ...[
    '',
    '.',
    'x.',
    '.x',
    '%',
    '%ff',
    '%00',
    '%C3%A9',
    '%F0%9F%A6%8A',
    '"',
    '""',
    '{}',
    '[object Object]',
    '__proto__',
  ],
  ...[
    `x.${'A'.repeat(42)}%C3%A9`,
    `${'A'.repeat(43)}`,
    `${'A'.repeat(43)}%C3%A9`,
    '%C3%A9'.repeat(43),
    'a'.repeat(3000),
  ],
  ...['%ED%A0%80', '%C0%80', '..%2f..', `${'%C3%A9'.repeat(43)}.${'%C3%A9'.repeat(43)}`, '\u00e9'],
];

const COOKIES = ['portrait-session', 'portrait-ticket', 'portrait-browser', 'portrait-notice', 'portrait-theme'];

/** The device cookie with each of the values, and other cookies and headers with some of them. */
function* oddRequests(): Generator<Record<string, string>> {
  for (const [n, value] of VALUES.entries()) {
    yield { cookie: `${cookieNameAt(portrait().url, 'portrait-browser')}=${value}` };
    if (n % 4 > 0) continue;
    for (const name of COOKIES) {
      yield { cookie: `${cookieNameAt(portrait().url, name)}=${value}` };
      yield { cookie: `${name}=${value}` };
    }
    yield { cookie: `NEXT_LOCALE=${value}; authjs.callback-url=${value}; authjs.csrf-token=${value}; =${value}` };
    for (const name of ['user-agent', 'accept-language', 'referer', 'next-url', 'x-forwarded-host'])
      yield { [name]: value };
  }
}

/**
 * The parts of a response that must be equal: all but nonces, references, what was typed, and how React splits its
 * stream.
 */
async function facts(answer: Response, username: string): Promise<[number, string]> {
  const html = (await answer.text()).replace(/<script\b.*?<\/script>/gs, '');
  return [answer.status, html.replaceAll(username, 'USERNAME').replace(/nonce="[^"]*"|[\w-]{20,}/g, '')];
}

test('whatever a request carries, a wrong password gets the same answer for known, unknown and disabled users', async () => {
  const page = await new Browser(portrait().url).opens('/en/sign-in');
  let sent = 0;
  const send = async (username: string, headers: Record<string, string>) => {
    sent += 1;
    const body = page.filled('sign-in', { username, password: 'wrong' });
    const address = { 'x-forwarded-for': `10.0.${sent >> 8}.${sent & 255}` }; // its count must not be the answer
    const all = { ...page.formHeaders(), ...address, ...headers };
    return facts(await fetch(page.url, { method: 'POST', body, headers: all, redirect: 'manual' }), username);
  };
  for (const headers of oddRequests()) {
    const [known, disabled] = [await newPerson(), await newPerson()];
    await disableUser(disabled.username);
    const names = [known.username, disabled.username, `x${known.username}`];
    const [first, ...others] = await Promise.all(names.map((name) => send(name, headers)));
    expect({ headers, status: first?.[0] }).toEqual({ headers, status: 200 });
    expect(first?.[1]).toContain('Incorrect username or password.');
    for (const other of others) expect(other).toEqual(first);
  }
  expect(portrait().lines.filter((line) => line.includes('"level":50'))).toEqual([]);
});

test("a damaged device cookie does not block its owner's login", async () => {
  const user = await newPerson();
  const name = cookieNameAt(portrait().url, 'portrait-browser');
  for (const value of [`${issueDeviceCookie(user.id)}%C3%A9`, `x.${'A'.repeat(42)}%C3%A9`]) {
    const page = await new Browser(portrait().url).opens('/en/sign-in');
    await page.jar.setCookie(`${name}=${value}`, page.url);
    expect((await page.submits('sign-in', { username: user.username, password: PASSWORD })).path).toBe('/en/profile');
  }
});

const FORMS: [string, string, Entries][] = [
  ['/en/profile', 'profile', { language: 'de' }],
  ['/en/profile', 'password', { currentPassword: 'wrong', newPassword: 'x', confirmPassword: 'x' }],
  ['/en/two-factor', 'two-factor-start', { currentPassword: 'wrong' }],
  ['/en/sessions', 'sessions-end-others', {}],
];

// Forms look at cookies and headers in the same code, so each form gets its share of the values.
test.each(FORMS.map((form, index) => [...form, index] as const))(
  'whatever a request carries, %s never fails at the form %s, logged in or out',
  async (path, form, entries, index) => {
    const [page, user] = await newSignedInPerson(portrait());
    await createSession(user);
    await page.opens(path);
    const session = await page.jar.getCookieString(page.url);
    const share = [...oddRequests()].filter((_, n) => n % FORMS.length === index);
    for (const { cookie = '', ...headers } of share)
      for (const own of [session, '']) {
        const all = { ...page.formHeaders(), ...headers, cookie: [own, cookie].filter(Boolean).join('; ') };
        const init = { method: 'POST', body: page.filled(form, entries), headers: all, redirect: 'manual' } as const;
        const { status } = await fetch(page.url, init);
        expect({ headers: all, isFine: status < 400 }).toEqual({ headers: all, isFine: true });
      }
  },
);

test('a malformed code is refused like any wrong one', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  const secret = (page.text('main code') ?? '').replaceAll(' ', '');
  await page.submits('two-factor-confirm', { code: codeOf(secret) });
  const login = await new Browser(portrait().url).opens('/en/sign-in');
  await login.submits('sign-in', { username: user.username, password: PASSWORD });
  for (const code of ['é'.repeat(43), '\0', '🦊', '١٢٣٤٥٦']) {
    await login.submits('sign-in-code', { code });
    expect([login.status, login.path, login.fieldAtFault]).toEqual([200, '/en/sign-in/code', 'code']);
  }
});
