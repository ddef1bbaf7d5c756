import type { Page } from 'playwright-core';
import { codeOf } from '../support/authenticator';
import { signInInBrowser, useChromium } from '../support/chromium';
import { PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

async function starts(options: Parameters<typeof opens>[0]): Promise<Page> {
  const { username } = await newPerson();
  const page = await opens(options);
  await signInInBrowser(page, portrait(), username, '/en/two-factor');
  await page.fill('[name=currentPassword]', PASSWORD);
  await page.click('#two-factor-start [type=submit]');
  await page.waitForSelector('#two-factor-confirm');
  return page;
}

const secretOn = async (page: Page) => (await page.textContent('main code'))?.replaceAll(' ', '') ?? '';

async function seesCodes(options: Parameters<typeof opens>[0]): Promise<Page> {
  const page = await starts(options);
  await page.fill('[name=code]', codeOf(await secretOn(page)));
  await page.click('#two-factor-confirm [type=submit]');
  await page.waitForURL('**/recovery-codes');
  return page;
}

test.each([true, false])(
  'on a touch screen the app comes first and the QR code when asked for, JavaScript: %s',
  async (javaScriptEnabled) => {
    const page = await starts({ ...PHONE, javaScriptEnabled });
    const qrCode = page.locator('img[alt^="QR"]');
    const app = page.getByRole('link', { name: 'Open in authenticator app' });
    expect([await app.count(), await qrCode.isVisible()]).toEqual([1, false]);
    expect((await app.boundingBox())?.width).toBeGreaterThan(200);
    await page.getByText('Show QR code').click();
    await qrCode.waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).not.toBe('code');
  },
);

test('copies the key', async () => {
  const page = await starts({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'Copy key' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await secretOn(page));
});

test.each([true, false])(
  'hides the recovery codes only after they were saved or a box was ticked, JavaScript: %s',
  async (javaScriptEnabled) => {
    const page = await seesCodes({ javaScriptEnabled });
    const saved = page.getByRole('button', { name: "I've saved these codes" });
    await saved.click();
    expect(await page.locator('#recovery-codes-saved :invalid').count()).toBe(1);
    await page.getByLabel("I've written these codes down").check();
    await saved.click();
    await page.waitForURL('**/profile');
  },
);

test('needs no box once the codes were downloaded', async () => {
  const page = await seesCodes({});
  await page.getByRole('link', { name: 'Download' }).click();
  await page.getByLabel("I've written these codes down").waitFor({ state: 'detached' });
  await page.getByRole('button', { name: "I've saved these codes" }).click();
  await page.waitForURL('**/profile');
});

test.each([true, false])('the label of the switch can be pressed, JavaScript: %s', async (javaScriptEnabled) => {
  const { username } = await newPerson();
  const page = await opens({ javaScriptEnabled });
  await signInInBrowser(page, portrait(), username);
  await page.getByText('Off. You log in with your password only.').click();
  await page.waitForSelector('#two-factor-start');
  expect(new URL(page.url()).pathname).toBe('/en/two-factor');
  await page.locator('dialog[open]').waitFor({ state: javaScriptEnabled ? 'visible' : 'detached' });
});

test('changes to a recovery code and its keyboard inside the dialog', async () => {
  const page = await seesCodes({});
  await page.goto(`${portrait().url}/en/profile`);
  await page.getByRole('switch').click();
  await page.waitForSelector('dialog[open] [name=code][inputmode=numeric]');
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.waitForSelector('dialog[open] [name=code][inputmode=text]');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.waitForSelector('dialog', { state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/en/profile');
});
