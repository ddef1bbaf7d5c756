import { db } from '../../db';
import { signInTickets } from '../../db/schema';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { enablesTwoFactor } from '../support/enrolment';
import { eventTypes } from '../support/events';
import { findUser, PASSWORD } from '../support/people';
import { signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const enables = () => enablesTwoFactor(portrait());

test('has a page of its own for recovery codes at sign-in', async () => {
  const { username, codes } = await enables();
  const page = await new Browser(portrait().url).opens('/en/sessions');
  await page.submits('sign-in', { username, password: PASSWORD });
  const field = () => page.document.querySelector('[name=code]');
  expect([field()?.getAttribute('inputmode'), field()?.getAttribute('autocomplete')]).toEqual([
    'numeric',
    'one-time-code',
  ]);
  await page.opens(page.document.querySelector('main a[href*=recovery]')?.getAttribute('href') ?? '');
  expect(field()?.getAttribute('inputmode')).toBe('text');
  expect(page.document.querySelector('main a[href="/en/sign-in?next=%2Fen%2Fsessions"]')).not.toBeNull();
  expect(page.document.querySelector('main a[href="/en/sign-in/code?next=%2Fen%2Fsessions"]')).not.toBeNull();
  await page.submits('sign-in-code', { code: 'not one of them' });
  expect([page.path, page.fieldAtFault]).toEqual(['/en/sign-in/code?recovery=&next=%2Fen%2Fsessions', 'code']);
  await page.submits('sign-in-code', { code: codes[0] ?? '' });
  expect(page.path).toBe('/en/sessions');
});

test('asks for the code on its own page, then redirects to the page first asked for', async () => {
  const { username, secret } = await enables();
  const visitor = await new Browser(portrait().url).opens('/fr/two-factor');
  await visitor.submits('sign-in', { username, password: PASSWORD });
  expect(visitor.path).toBe('/fr/sign-in/code?next=%2Ffr%2Ftwo-factor');
  for (const path of ['/en/profile', '/en/two-factor'])
    expect((await visitor.fetches(path)).headers.get('location')).toContain('/en/sign-in');
  await visitor.submits('sign-in-code', { code: codeOf(secret, 1).replace(/.../, '$& ') });
  expect(visitor.path).toBe('/fr/two-factor');
  const kept = await visitor.jar.getCookieString(visitor.url);
  expect(kept).toContain('portrait-session');
  expect(kept).not.toContain('portrait-ticket');
});

test('rejects a code that was already used', async () => {
  const { username, secret } = await enables();
  const code = codeOf(secret, 1);
  const [first, second] = [await signIn(portrait(), username), await signIn(portrait(), username)];
  expect((await first.submits('sign-in-code', { code })).path).toBe('/en/profile');
  await second.submits('sign-in-code', { code });
  expect([second.path, second.alert]).toEqual(['/en/sign-in/code', expect.stringMatching(/has already been used/)]);
});

test('accepts recovery codes, shows how many are left, and warns at two', async () => {
  const { username, codes } = await enables();
  let page = await signIn(portrait(), username);
  for (const code of codes.slice(0, 8)) {
    page = await signIn(portrait(), username);
    await page.submits('sign-in-code', { code: code.toUpperCase() });
    expect(page.path).toBe('/en/profile');
  }
  expect(page.text('#security a[href$="/recovery-codes"]')).toMatch(/2 recovery codes left\.\s*Create new codes/);
  await page.opens('/en/two-factor');
  expect(page.text('main .alert-warning')).toMatch(/2 recovery codes left\.\s*Create new codes before you need them\./);
});

test('shows the code page only after the password, in the same browser, with a link back', async () => {
  const { username } = await enables();
  expect((await new Browser(portrait().url).opens('/en/sign-in/code')).path).toBe('/en/sign-in');
  const page = await signIn(portrait(), username);
  expect(page.document.querySelector('main a[href="/en/sign-in"]')).not.toBeNull();
  await page.jar.removeAllCookies();
  await page.submits('sign-in-code', { code: '123456' });
  expect([page.path, page.alert]).toEqual([
    '/en/sign-in',
    'Your sign-in attempt timed out. Enter your password again.',
  ]);
});

test('continues in a second window after the first one signed in', async () => {
  const { username, secret } = await enables();
  const page = await new Browser(portrait().url).opens('/en/sessions');
  await page.submits('sign-in', { username, password: PASSWORD });
  const other = await Object.assign(new Browser(portrait().url), { jar: page.jar }).opens(page.path);
  const code = codeOf(secret, 1);
  await page.submits('sign-in-code', { code });
  await other.submits('sign-in-code', { code });
  expect([other.path, other.notice]).toEqual(['/en/sessions', undefined]);
});

test('keeps the page first asked for after a sign-in attempt timed out', async () => {
  const { username, secret } = await enables();
  const page = await new Browser(portrait().url).opens('/en/sessions');
  await page.submits('sign-in', { username, password: PASSWORD });
  await db().delete(signInTickets);
  await page.submits('sign-in-code', { code: codeOf(secret, 1) });
  expect([page.path, page.alert]).toEqual(['/en/sign-in?next=%2Fen%2Fsessions', expect.stringMatching(/timed out/)]);
  await page.submits('sign-in', { username, password: PASSWORD });
  await page.submits('sign-in-code', { code: codeOf(secret, 1) });
  expect(page.path).toBe('/en/sessions');
});

test('fifty simultaneous requests with one code start one session', async () => {
  const { username, secret } = await enables();
  const { id } = await findUser(username);
  const code = codeOf(secret, 1);
  const page = await signIn(portrait(), username);
  const body = () => page.filled('sign-in-code', { code });
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      page.fetches('/en/sign-in/code', { method: 'POST', body: body(), headers: page.formHeaders() }),
    ),
  );
  const sessions = answers
    .flatMap((answer) => answer.headers.getSetCookie())
    .flatMap((cookie) => /^portrait-session-\d+=([\w-]+)/.exec(cookie)?.slice(1) ?? []);
  expect(new Set(sessions).size).toBe(1);
  const events = await eventTypes(id);
  expect(events.filter((type) => type === 'signed-in')).toHaveLength(2);
  expect(events).not.toContain('code-refused');
});
