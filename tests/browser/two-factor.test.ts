import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { codeOf } from '../support/authenticator';
import { choosesQuarters, square } from '../support/avatar-page';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { until } from '../support/until';

const portrait = startServer();
const opens = useChromium();

async function signedIn(options?: Parameters<typeof opens>[0]): Promise<Page> {
  const { username } = await newPerson();
  const page = await opens(options);
  await signInInBrowser(page, portrait(), username);
  return page;
}

/** Reads the page's QR code from a screenshot, as a phone would. */
async function scan(page: Page): Promise<URL> {
  const shot = await page.locator('img[alt^="QR"]').screenshot();
  const { data, info } = await sharp(shot).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const found = jsQR(new Uint8ClampedArray(data), info.width, info.height);
  if (!found) throw new Error('no QR code can be read');
  return new URL(found.data);
}

test.each(['light', 'dark'] as const)('turns it on in the dialog of the switch, %s', async (colorScheme) => {
  const page = await signedIn({ colorScheme });
  const complaints = collectErrors(page);
  await page.getByRole('switch', { name: 'Enable 2FA' }).press(' ');
  await page.waitForSelector('dialog[open] [name=currentPassword]:focus');
  expect(page.url()).toMatch(/\/en\/two-factor$/);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] #two-factor-confirm [name=code]:focus');

  const uri = await scan(page);
  const size = await page.locator('img[alt^="QR"]').boundingBox();
  expect(size?.width).toBeGreaterThanOrEqual(200);
  await page.keyboard.type('000000'); // sent with the last digit: Enter might send the emptied field again
  await page.waitForSelector('dialog [role=alert]');
  expect(await page.inputValue('dialog [name=code]')).toBe('');
  await page.fill('dialog [name=code]', codeOf(uri.searchParams.get('secret') as string));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/recovery-codes');
  await page.waitForSelector('main [role=status]');
  await page.reload();
  expect(await page.locator('main [role=status]').count()).toBe(0);
  await page.getByLabel("I've written these codes down").check();
  await page.click('#recovery-codes-saved button');
  await page.waitForURL('**/profile');
  expect(await page.getByRole('switch').getAttribute('aria-checked')).toBe('true');
  expect(complaints).toEqual([]);
});

test.each(['Escape', 'Back', 'Close'])(
  'closes the dialog with %s, and returns the focus to the switch',
  async (way) => {
    const page = await signedIn({ viewport: { width: 1000, height: 500 } });
    await page.getByRole('switch').scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    await page.getByRole('switch').click();
    await page.waitForSelector('dialog[open] [name=currentPassword]:focus');
    expect([before > 0, await page.evaluate(() => scrollY)]).toEqual([true, before]);
    if (way === 'Escape') await page.keyboard.press('Escape');
    if (way === 'Back') await page.goBack();
    if (way === 'Close') await page.getByRole('button', { name: 'Close' }).click();
    await page.waitForURL('**/profile');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.waitForSelector('[role=switch]:focus');
  },
);

test('the switch says what was done in the dialog', async () => {
  const page = await signedIn();
  await page.getByRole('switch').click();
  await page.fill('dialog [name=currentPassword]', PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] #two-factor-confirm');
  await page.getByText('Not finished. Enter a code to turn it on.').waitFor();
  await page.click('[form=two-factor-cancel]');
  await page.waitForSelector('dialog', { state: 'detached' });
  await page.getByText('Off. You log in with your password only.').waitFor();
});

test('the profile behind the dialog keeps its changes after a wrong code and a change to a recovery code', async () => {
  const page = await signedIn({ viewport: { width: 900, height: 500 } });
  await page.click('#two-factor-switch');
  await page.fill('dialog [name=currentPassword]', PASSWORD);
  await page.keyboard.press('Enter');
  const secret = ((await page.textContent('dialog code')) ?? '').replaceAll(' ', '');
  await page.fill('dialog #two-factor-confirm [name=code]', codeOf(secret));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/recovery-codes');
  await page.goto(`${portrait().url}/en/profile`);
  await choosesQuarters(page);
  await page.getByRole('application').press('+');
  await page.fill('#password [name=newPassword]', 'seven quiet lighthouses');
  await page.click('#two-factor-switch');
  await page.fill('#two-factor-disable [name=code]', 'wrong');
  const before = [await square(page), await page.evaluate(() => scrollY)];
  await page.click('#two-factor-disable [type=submit]');
  await page.waitForSelector('#two-factor-disable [role=alert]');
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.waitForSelector('#two-factor-disable [inputmode=text]:focus');
  expect([await square(page), await page.evaluate(() => scrollY)]).toEqual(before);
  expect(await page.inputValue('#password [name=newPassword]')).toBe('seven quiet lighthouses');
});

test('the profile is shown from its top after another page', async () => {
  const page = await signedIn({ viewport: { width: 390, height: 600 } });
  await page.goto(`${portrait().url}/en/two-factor`);
  await page.fill('[name=currentPassword]', PASSWORD);
  await page.click('#two-factor-start [type=submit]');
  await page.locator('[form=two-factor-cancel]').scrollIntoViewIfNeeded();
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
  await page.click('[form=two-factor-cancel]');
  await page.waitForSelector('#profile');
  await until(async () => (await page.evaluate(() => scrollY)) === 0);
});

test('shows the page when the dialog is reloaded', async () => {
  const page = await signedIn();
  await page.getByRole('switch').click();
  await page.waitForSelector('dialog[open]');
  await page.reload();
  expect(await page.locator('dialog').count()).toBe(0);
  expect(await page.textContent('h1')).toBe('Two-factor authentication');
});

test.each([true, false])('starts at the title in a small window, JavaScript: %s', async (javaScriptEnabled) => {
  const page = await signedIn({ javaScriptEnabled, viewport: { width: 320, height: 640 } });
  await page.getByRole('switch').click();
  await page.fill('#two-factor-start [name=currentPassword]', PASSWORD);
  await page.click('#two-factor-start [type=submit]');
  await page.waitForSelector('#two-factor-confirm');
  const title = page.getByRole('heading', { name: 'Two-factor authentication' }).last();
  const isInWindow = async () => ((await title.boundingBox())?.y ?? -1) >= 0;
  await until(isInWindow);
  if (!javaScriptEnabled) return;
  await page.goBack();
  await page.getByRole('switch').click();
  await page.waitForSelector('dialog[open] #two-factor-confirm');
  await until(isInWindow);
});

test('draws an edge around the dialog', async () => {
  const page = await signedIn({ colorScheme: 'dark' });
  await page.getByRole('switch').click();
  const box = page.locator('dialog[open] .modal-box');
  await box.waitFor();
  expect(await box.evaluate((element) => getComputedStyle(element).borderTopWidth)).toBe('1px');
});

test('copies all the codes', async () => {
  const page = await signedIn({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(`${portrait().url}/en/two-factor`);
  await page.fill('[name=currentPassword]', PASSWORD);
  await page.click('#two-factor-start [type=submit]');
  await page.waitForSelector('#two-factor-confirm');
  await page.fill('[name=code]', codeOf((await page.textContent('main code'))?.replaceAll(' ', '') ?? ''));
  await page.click('#two-factor-confirm [type=submit]');
  await page.waitForURL('**/recovery-codes');
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trim().split(/\r?\n/)).toEqual(await page.locator('main li').allTextContents());
});
