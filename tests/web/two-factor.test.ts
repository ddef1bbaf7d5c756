import { codeOf } from '../support/authenticator';
import type { Browser } from '../support/browser';
import { codesOn, enablesTwoFactor, secretOn, startsTwoFactor } from '../support/enrolment';
import { newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const starts = () => startsTwoFactor(portrait());
const enables = () => enablesTwoFactor(portrait());

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
  const [, cancel] = page.document.querySelectorAll<HTMLButtonElement>('#two-factor-confirm button');
  expect([cancel?.textContent, cancel?.form?.id]).toEqual(['Cancel', 'two-factor-cancel']);
  await page.submits('two-factor-cancel');
  expect(page.path).toBe('/en/profile');
  expect(page.document.querySelector('[role=switch]')?.getAttribute('aria-checked')).toBe('false');
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
