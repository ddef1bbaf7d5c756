import type { Page } from 'playwright-core';
import { codeOf } from '../support/authenticator';
import { useChromium } from '../support/chromium';
import { PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const NEW = 'seven quiet lighthouses';

const STOPS_MAX = 60;

const isAt = (page: Page, selector: string) =>
  page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector);

/** The focused element if it has no outline or is outside the window. A file field's is around its button. */
const shows = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement as HTMLElement;
    const button = (focused as HTMLInputElement).labels?.[0]?.querySelector('.btn');
    const framed = (focused.matches('[type=file]') && button) || focused;
    const { outlineStyle, outlineWidth } = getComputedStyle(framed);
    const { top, bottom } = framed.getBoundingClientRect();
    const isFramed = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    return isFramed && top >= 0 && bottom <= innerHeight ? '' : focused.outerHTML.slice(0, 150);
  });

/** Presses Tab until `selector` has the focus, and checks that the focus is visible at every stop. */
async function tabsTo(page: Page, selector: string): Promise<void> {
  for (let stops = 0; stops < STOPS_MAX; stops++) {
    await page.keyboard.press('Tab');
    const isPage = await isAt(page, 'body');
    if (!isPage) expect(await shows(page)).toBe('');
    if (await isAt(page, selector)) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}

async function signsIn(page: Page, username: string, password: string): Promise<void> {
  await page.waitForSelector('#sign-in [name=username]:focus');
  await page.keyboard.type(username);
  await tabsTo(page, '#sign-in [name=password]');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}

test('everything works by keyboard alone, with a visible focus at every stop', async () => {
  const { username } = await newPerson();
  const page = await opens({ reducedMotion: 'reduce' });
  await page.goto(`${portrait().url}/en/sign-in`);
  await signsIn(page, username, PASSWORD);
  await page.waitForURL('**/profile');

  await tabsTo(page, '#profile select');
  await page.keyboard.type('Deu');
  await tabsTo(page, '#profile [type=submit]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/de/profile');
  await page.waitForSelector('#profile [type=submit]:focus');

  await tabsTo(page, '#password [name=currentPassword]');
  await page.keyboard.type(PASSWORD);
  await tabsTo(page, '#password [name=newPassword]');
  await page.keyboard.type(NEW);
  await tabsTo(page, '#password button[aria-controls]');
  await page.keyboard.press(' ');
  expect(await page.getAttribute('#password [name=newPassword]', 'type')).toBe('text');
  await tabsTo(page, '#password [name=confirmPassword]');
  await page.keyboard.type(NEW);
  await page.keyboard.press('Enter');
  await page.waitForSelector('main [role=status]');
  await page.waitForSelector('#password [name=confirmPassword]:focus');

  await tabsTo(page, '[role=switch]');
  await page.keyboard.press(' ');
  await page.waitForSelector('dialog[open] [name=currentPassword]:focus');
  await page.keyboard.type(NEW);
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] [name=code]:focus');
  const secret = (await page.textContent('dialog code'))?.replaceAll(' ', '') ?? '';
  await page.keyboard.type(codeOf(secret));
  await page.waitForURL('**/recovery-codes');
  await tabsTo(page, '#recovery-codes-saved [type=checkbox]');
  await page.keyboard.press(' ');
  await tabsTo(page, '#recovery-codes-saved button');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/profile');

  await tabsTo(page, '#theme [value=dark]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('html[data-theme=dark]');
  await tabsTo(page, 'header summary');
  await page.keyboard.press('Enter');
  await tabsTo(page, '#sign-out button');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/sign-in');

  await signsIn(page, username, NEW);
  await page.waitForSelector('#sign-in-code [name=code]:focus');
  await page.keyboard.type(codeOf(secret, 1));
  await page.waitForURL('**/profile');
});

test('the first stop skips the header', async () => {
  const page = await opens();
  await page.goto(`${portrait().url}/en/nothing-here`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await isAt(page, 'main a')).toBe(true);
});

test('sends six pasted digits at once, with or without a space', async () => {
  const { username } = await newPerson();
  const tall = { width: 1280, height: 1000 }; // the field takes the focus if it is in view
  const page = await opens({ permissions: ['clipboard-read', 'clipboard-write'], viewport: tall });
  await page.goto(`${portrait().url}/en/sign-in`);
  await signsIn(page, username, PASSWORD);
  await page.waitForURL('**/profile');
  await page.goto(`${portrait().url}/en/two-factor`);
  await page.fill('[name=currentPassword]', PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#two-factor-confirm [name=code]:focus');
  const secret = (await page.textContent('main code'))?.replaceAll(' ', '') ?? '';
  const pasted = codeOf(secret).replace(/(...)/, '$1 ');
  await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
  await page.keyboard.press('Control+v');
  await page.waitForURL('**/recovery-codes');
});
