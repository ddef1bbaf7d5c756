import { db } from '../../db';
import { signInTickets } from '../../db/schema';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { findUser, PASSWORD } from '../support/people';
import { newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';
import { listEvents } from '../support/two-factor';

const portrait = startServer();

/** A user whose two-factor authentication is pending. */
async function starts(): Promise<{ page: Browser; username: string; secret: string }> {
  const [page, { username }] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  await page.submits('two-factor-start', { currentPassword: PASSWORD });
  return { page, username, secret: secretOn(page) };
}

/** A user who turned it on with the current code; the next step's code is still unused. */
async function enables() {
  const { page, username, secret } = await starts();
  await page.submits('two-factor-confirm', { code: codeOf(secret) });
  return { page, username, secret, codes: codesOn(page) };
}

const secretOn = (page: Browser) => (page.text('main code') ?? '').replaceAll(' ', '');
const codesOn = (page: Browser) =>
  [...page.document.querySelectorAll('main li')].map((item) => item.textContent?.trim() ?? '');

const describedBy = (page: Browser, element: Element | null) =>
  page.document.getElementById(element?.getAttribute('aria-describedby') ?? '')?.textContent;

test('shows the switch on the profile, with its state in words', async () => {
  const { page } = await enables();
  await page.opens('/en/profile');
  const link = page.document.querySelector<HTMLButtonElement>('button[role=switch]');
  expect(link?.getAttribute('aria-checked')).toBe('true');
  expect(link?.form?.getAttribute('action')).toBe('/en/two-factor');
  expect(link?.labels[0]?.textContent).toBe('Enable 2FAOn. You log in with your password and a code.');
  expect(describedBy(page, link)).toBe('On. You log in with your password and a code.');
});

test('shows the switch as off while setup is not finished', async () => {
  const { page } = await starts();
  await page.opens('/en/profile');
  const link = page.document.querySelector('[role=switch]');
  expect(link?.getAttribute('aria-checked')).toBe('false');
  expect(describedBy(page, link)).toBe('Not finished. Enter a code to turn it on.');
});

test('asks one question while it is on, and links to new recovery codes', async () => {
  const { page, username, secret } = await enables();
  await page.opens('/en/two-factor');
  expect([...page.document.querySelectorAll('main form')].map(({ id }) => id)).toEqual(['two-factor-disable']);
  const link = page.document.querySelector('main a[href$="/recovery-codes"]');
  await page.opens(link?.getAttribute('href') ?? '');
  expect(page.document.querySelector('form[id=recovery-codes-renew]')).not.toBeNull();
  await page.opens('/en/two-factor');
  await page.submits('two-factor-disable', { code: codeOf(secret, 1) });
  expect((await page.opens('/en/two-factor/recovery-codes')).path).toBe('/en/two-factor');
  expect((await signIn(portrait(), username)).path).toBe('/en/profile');
});

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
  expect(page.document.querySelector('main a[href="/en/sign-in/code?next=%2Fen%2Fsessions"]')).not.toBeNull();
  await page.submits('sign-in-code', { code: 'not one of them' });
  expect([page.path, page.fieldAtFault]).toEqual(['/en/sign-in/code?recovery=&next=%2Fen%2Fsessions', 'code']);
  await page.submits('sign-in-code', { code: codes[0] ?? '' });
  expect(page.path).toBe('/en/sessions');
});

test('refuses to start with a wrong password', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.opens('/en/two-factor');
  await page.submits('two-factor-start', { currentPassword: 'not this one' });
  expect([page.alert, page.fieldAtFault]).toEqual(['The current password is incorrect.', 'currentPassword']);
});

test('shows key, link and QR code while it is pending, also after a reload', async () => {
  const { page, username, secret } = await starts();
  expect(page.path).toBe('/en/two-factor');
  expect(page.text('main code')).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  const label = `Portrait:${encodeURIComponent(username)}`;
  const uri = `otpauth://totp/${label}?secret=${secret}&issuer=Portrait&algorithm=SHA1&digits=6&period=30`;
  expect(page.document.querySelector('a[href^="otpauth:"]')?.getAttribute('href')).toBe(uri);
  expect(page.document.querySelector('main img')?.getAttribute('src')).toMatch(/^data:image\/svg\+xml/);
  expect(page.headers.get('cache-control')).toContain('no-store');
  expect(secretOn(await page.reloads())).toBe(secret);
});

test('refuses a wrong code, keeps the key and clears the code', async () => {
  const { page, secret } = await starts();
  await page.submits('two-factor-confirm', { code: '000000' });
  expect(page.alert).toMatch(/^The code is incorrect/);
  expect([page.fieldAtFault, page.value('code')]).toEqual(['code', '']);
  expect(secretOn(page)).toBe(secret);
});

test('shows the recovery codes and one notice at the bottom after the right code', async () => {
  const { page, codes } = await enables();
  expect(page.path).toBe('/en/two-factor/recovery-codes');
  expect(codes).toHaveLength(10);
  const notice = page.document.querySelector('[role=status]');
  const list = page.document.querySelector('main ol') as Element;
  expect(notice && list.compareDocumentPosition(notice) & 4).toBe(4); // Node.DOCUMENT_POSITION_FOLLOWING
  const file = page.document.querySelector('a[download]')?.getAttribute('href') ?? '';
  for (const code of codes) expect(decodeURIComponent(file)).toContain(code);
  await page.reloads();
  expect([codesOn(page), page.notice]).toEqual([codes, undefined]);
});

test('never shows the recovery codes again once they are saved', async () => {
  const { page, codes } = await enables();
  await page.submits('recovery-codes-saved');
  expect(page.path).toBe('/en/profile');
  await page.opens('/en/two-factor/recovery-codes');
  for (const code of codes) expect(page.html).not.toContain(code);
});

test('stays off when it is cancelled', async () => {
  const { page } = await starts();
  await page.submits('two-factor-cancel');
  expect(page.path).toBe('/en/profile');
  expect(page.document.querySelector('[role=switch]')?.getAttribute('aria-checked')).toBe('false');
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
  await page.submits('sign-in-code', { code: codeOf(secret, 1) });
  await other.submits('sign-in-code', { code: codeOf(secret, 1) });
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

test('ends other sessions and shows a notice at the top when it is turned off', async () => {
  const { page, username, secret, codes } = await enables();
  const elsewhere = await signIn(portrait(), username);
  await elsewhere.submits('sign-in-code', { code: codes[0] as string });
  await page.opens('/en/two-factor');
  expect(page.html).not.toContain(secret);
  await page.submits('two-factor-disable', { code: codeOf(secret, 1) });
  expect(page.path).toBe('/en/profile');
  expect(page.document.querySelector('main')?.firstElementChild?.getAttribute('role')).toBe('status');
  expect(page.notice).toMatch(/is off/);
  expect((await elsewhere.reloads()).path).toContain('/en/sign-in');
});

test('replaces the recovery codes, with a notice at the top', async () => {
  const { page, secret, codes } = await enables();
  await page.opens('/en/two-factor/recovery-codes');
  await page.submits('recovery-codes-renew', { code: codeOf(secret, 1) });
  expect(page.path).toBe('/en/two-factor/recovery-codes');
  const notice = page.document.querySelector('[role=status]');
  const list = page.document.querySelector('main ol') as Element;
  expect(notice && list.compareDocumentPosition(notice) & 2).toBe(2); // Node.DOCUMENT_POSITION_PRECEDING
  expect(page.notice).toBe('You have new recovery codes. The old ones no longer work.');
  expect(codesOn(page)).toHaveLength(10);
  expect(codesOn(page).filter((code) => codes.includes(code))).toEqual([]);
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
  const events = await listEvents(id);
  expect(events.filter((type) => type === 'signed-in')).toHaveLength(2);
  expect(events).not.toContain('code-refused');
});
