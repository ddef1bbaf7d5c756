import type { Page } from 'playwright-core';
import { signInInBrowser, useChromium } from '../support/chromium';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { until } from '../support/until';

const portrait = startServer();
const opens = useChromium();

async function signedIn(): Promise<Page> {
  const { username } = await newPerson();
  const page = await opens({ viewport: { width: 900, height: 600 } });
  await signInInBrowser(page, portrait(), username);
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  return page;
}

const isSamePage = (page: Page) => page.evaluate(() => 'isSamePage' in globalThis);

test('saves without loading a page, and keeps scroll position and focus', async () => {
  const page = await signedIn();
  const button = page.locator('#profile [type=submit]');
  await button.focus();
  await page.evaluate(() => scrollTo(0, 350));
  const topOf = () => button.evaluate((element) => element.getBoundingClientRect().top);
  const top = await topOf();
  await page.keyboard.press('Enter');
  const notice = page.locator('main [role=status]');
  await notice.waitFor();
  await page.waitForSelector('#profile [type=submit]:focus');
  expect(await topOf()).toBe(top);
  expect(await notice.evaluate((element) => element.getBoundingClientRect().top >= 0)).toBe(true);
  expect(await isSamePage(page)).toBe(true);
});

test('hides a notice when it is dismissed or another form is sent', async () => {
  const page = await signedIn();
  await page.click('#profile [type=submit]');
  await page.locator('main [role=status]').getByRole('button', { name: 'Dismiss' }).click();
  await page.waitForSelector('main [role=status]', { state: 'detached' });
  await page.click('#profile [type=submit]');
  await page.waitForSelector('main [role=status]');
  await page.click('#password [type=submit]');
  await page.waitForSelector('#password [role=alert]');
  await page.waitForSelector('main [role=status]', { state: 'detached' });
});

test('changes language and direction without loading a page', async () => {
  const page = await signedIn();
  await page.selectOption('#profile [name=language]', 'ar');
  await page.click('#profile [type=submit]');
  await page.waitForURL('**/ar/profile');
  await page.waitForSelector('html[lang=ar][dir=rtl] main [role=status]');
  expect(await page.inputValue('#profile [name=language]')).toBe('ar');
  expect(await isSamePage(page)).toBe(true);
});

test('changes the language of sign-in without loading a page', async () => {
  const page = await opens();
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await page.click('header summary');
  const tab = page.context().waitForEvent('page');
  await page.getByRole('link', { name: 'Deutsch' }).click({ modifiers: ['Control'] });
  await (await tab).waitForURL('**/de/sign-in');
  await page.getByRole('link', { name: 'Русский' }).click();
  await page.waitForSelector('html[lang=ru] #sign-in');
  expect(await isSamePage(page)).toBe(true);
});

test('closes the menu on Escape, on a press outside and on log-out', async () => {
  const page = await signedIn();
  const isOpen = () => page.locator('header details').evaluate((menu) => menu.hasAttribute('open'));
  await page.click('header summary');
  expect(await isOpen()).toBe(true);
  await page.keyboard.press('Escape');
  expect([await isOpen(), await page.locator('header summary:focus').count()]).toEqual([false, 1]);
  await page.click('header summary');
  await page.click('h1');
  expect(await isOpen()).toBe(false);
  await page.click('header summary');
  await page.click('#sign-out button');
  await page.waitForSelector('#sign-in');
  expect(await isOpen()).toBe(false);
});

test('keeps what is typed when the theme changes', async () => {
  const page = await signedIn();
  await page.fill('#profile [name=username]', 'typed@example.com');
  await page.getByRole('button', { name: 'Dark' }).click();
  await page.waitForSelector('html[data-theme=dark]');
  expect(await page.inputValue('#profile [name=username]')).toBe('typed@example.com');
  expect(await isSamePage(page)).toBe(true);
});

test('warns before leaving unsaved changes, and only then', async () => {
  const page = await signedIn();
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.dismiss();
  });
  await page.fill('#password [name=currentPassword]', 'as a password manager may do');
  await page.reload();
  expect(asked).toEqual([]);
  await page.fill('#profile [name=username]', 'typed@example.com');
  await page.click('header a');
  await until(() => asked.length > 0);
  expect(asked).toEqual(['beforeunload']);
  expect(await page.inputValue('#profile [name=username]')).toBe('typed@example.com');
});

test('shows that a form is being sent, with less motion for people who want less, and sends it once', async () => {
  const page = await signedIn();
  let sent = 0;
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/profile', async (route) => {
    sent += 1;
    await answered;
    await route.continue();
  });
  await page.click('#profile [type=submit]');
  const button = page.locator('#profile[aria-busy=true] [type=submit]:disabled');
  const animations = () => button.evaluate((button) => getComputedStyle(button, '::after').animationName);
  expect(await animations()).toBe('appear, sweep');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await animations()).toBe('appear');
  await page.locator('#profile [name=username]').press('Enter');
  expect(await page.locator('#password [type=submit]').isEnabled()).toBe(true);
  answer();
  await page.waitForSelector('main [role=status]');
  expect([sent, await page.locator('#profile [type=submit]').isEnabled()]).toEqual([1, true]);
});

test.each(['sign-in', 'profile', 'two-factor'])('moves nothing while the page %s loads', async (name) => {
  const page = await signedIn();
  if (name === 'sign-in') await page.context().clearCookies();
  await page.addInitScript(() => {
    const seen = { shifts: [] as string[] };
    Object.assign(globalThis, seen);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shifts.push(JSON.stringify(entry));
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`${portrait().url}/en/${name}`, { waitUntil: 'networkidle' });
  expect(await page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts)).toEqual([]);
});
