import type { Page } from 'playwright-core';
import { codeOf } from '../support/authenticator';
import { signInInBrowser, useChromium } from '../support/chromium';
import { PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

/** Turns two-factor authentication on for a new person, with the profile's switch. */
async function seesCodes(page: Page): Promise<void> {
  const { username } = await newPerson();
  await signInInBrowser(page, portrait(), username);
  await page.click('[role=switch]');
  await page.waitForSelector('dialog[open]');
  await page.fill('dialog [name=currentPassword]', PASSWORD);
  await page.click('#two-factor-start [type=submit]');
  await page.waitForSelector('#two-factor-confirm');
  await page.fill('[name=code]', codeOf((await page.textContent('dialog code'))?.replaceAll(' ', '') ?? ''));
  await page.click('#two-factor-confirm [type=submit]');
  await page.waitForURL('**/recovery-codes');
}

/** Has to be ticked until the codes were copied, printed or downloaded. */
const box = (page: Page) => page.locator('#recovery-codes-saved [type=checkbox]');

const reminder = (page: Page) => page.getByText("Your new recovery codes aren't saved yet");

test('Copy works without the Clipboard API and announces it for a while', async () => {
  const page = await opens();
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await seesCodes(page);
  await page.clock.install();
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.locator('main [aria-live]', { hasText: 'Copied' }).waitFor({ state: 'attached' });
  await page.waitForSelector('button:focus:has-text("Copied")');
  await page.clock.runFor(10_000);
  await page.locator('main [aria-live]', { hasText: 'Copied' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Copy', exact: true }).waitFor();
  await page.evaluate(() => document.body.append(document.createElement('textarea')));
  await page.locator('body > textarea').press('Control+v');
  expect((await page.inputValue('body > textarea')).trim().split('\n')).toEqual(
    await page.locator('main li').allTextContents(),
  );
});

test('says so if nothing can be copied', async () => {
  const page = await opens();
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    document.execCommand = () => false;
  });
  await seesCodes(page);
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByText("Couldn't copy. Select the codes").waitFor();
  expect(await box(page).count()).toBe(1);
});

test('Print opens the print dialog, and the printed page says what the codes are for', async () => {
  const page = await opens();
  await page.addInitScript(() => {
    window.print = () => Object.assign(globalThis, { isPrinted: true });
  });
  await seesCodes(page);
  await page.getByRole('button', { name: 'Print' }).click();
  expect(await page.evaluate(() => 'isPrinted' in globalThis)).toBe(true);
  await box(page).waitFor({ state: 'detached' });
  const about = page.locator('#recovery-codes-about');
  expect(await about.isVisible()).toBe(false);
  await page.emulateMedia({ media: 'print' });
  expect(await about.isVisible()).toBe(true);
  expect(await about.textContent()).toMatch(/^Portraitlocalhost:\d+person\d+@example\.com\w+ \d/);
});

test('every page reminds the user of unsaved codes until they are saved', async () => {
  const page = await opens();
  await seesCodes(page);
  expect(await reminder(page).isVisible()).toBe(false);
  await page.goBack();
  await page.waitForURL('**/profile');
  await reminder(page).waitFor();
  await page.goto(`${portrait().url}/en/activity`);
  await reminder(page).click();
  await page.getByRole('link', { name: 'Download' }).click();
  await page.click('#recovery-codes-saved button');
  await page.waitForURL('**/profile');
  await page.waitForSelector('#profile');
  await reminder(page).waitFor({ state: 'hidden' });
});
