import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { useChromium } from '../support/chromium';
import { rejectSecrets } from '../support/database';
import { newFolder, removeFolder } from '../support/folder';
import { findUser, PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startOwnServer } from '../support/server';

const portrait = startOwnServer();
const opens = useChromium();

async function signsIn(page: Page, username: string) {
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.fill('#sign-in [name=username]', username);
  await page.fill('#sign-in [name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
}

let folder: string;
beforeAll(() => {
  folder = newFolder();
});
afterAll(() => removeFolder(folder));

/** The path of an empty file that is far too large. */
function large(): string {
  const path = join(folder, 'me.jpg');
  writeFileSync(path, '');
  truncateSync(path, 40 * 1024 * 1024);
  return path;
}

const alert = (page: Page) => page.locator('main [role=alert]').first();

/** Makes the page’s forms those of an older build, as after an update. */
async function growsOld(page: Page) {
  await page.route('**/*', async (route) => {
    const { 'next-action': action, ...headers } = await route.request().allHeaders();
    const old = action && { 'next-action': `40${'a'.repeat(40)}` };
    await route.continue({ headers: { ...headers, ...old } });
  });
  await page.evaluate(() => {
    for (const field of document.querySelectorAll<HTMLInputElement>('[value^=\'{"id":\']'))
      field.value = field.value.replace(/[0-9a-f]{42}/, `40${'a'.repeat(40)}`);
  });
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_, javaScriptEnabled) => {
  test('shows the refusal of a 40 MB upload in the form', async () => {
    const { username } = await newPerson();
    const page = await opens({ javaScriptEnabled });
    await signsIn(page, username);
    await page.waitForURL('**/profile');
    await page.setInputFiles('[name=avatar]', large());
    await page.click('#profile [type=submit]');
    await page.waitForSelector('#profile [role=alert]');
    expect(await page.textContent('#profile [role=alert]')).toContain('too large');
    expect(await findUser(username)).toMatchObject({ avatarVersion: null });
  });

  test('says that a form is older than the last update, and keeps what was typed', async () => {
    const { username } = await newPerson();
    const page = await opens({ javaScriptEnabled });
    await signsIn(page, username);
    await page.waitForURL('**/profile');
    await page.fill('#profile [name=username]', 'typed@example.com');
    await growsOld(page);
    await page.click('#profile [type=submit]');
    await alert(page).waitFor();
    expect(await alert(page).textContent()).toContain('before a system update');
    if (!javaScriptEnabled) await page.goBack();
    expect(await page.inputValue('#profile [name=username]')).toBe('typed@example.com');
  });

  test('says that a bug is our fault', async () => {
    const { username } = await newPerson();
    const page = await opens({ javaScriptEnabled });
    await signsIn(page, username);
    await page.waitForURL('**/profile');
    await rejectSecrets(portrait().database);
    await page.goto(`${portrait().url}/en/two-factor`);
    await page.fill('#two-factor-start [name=currentPassword]', PASSWORD);
    await page.click('#two-factor-start [type=submit]');
    await alert(page).waitFor();
    expect(await alert(page).textContent()).toContain("It's our fault, not yours");
  });
});

test('says that the server is unreachable, and keeps what was typed', async () => {
  const page = await opens();
  await page.goto(`${portrait().url}/de/sign-in`);
  await page.fill('[name=username]', 'typed@example.com');
  await page.context().setOffline(true);
  await page.click('#sign-in [type=submit]');
  await page.waitForSelector('#sign-in [role=alert]');
  expect(await page.textContent('#sign-in [role=alert]')).toContain('Der Server ist nicht erreichbar.');
  expect(await page.inputValue('[name=username]')).toBe('typed@example.com');
});
