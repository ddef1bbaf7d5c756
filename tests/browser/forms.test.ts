import type { Page } from 'playwright-core';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { findUser, PASSWORD } from '../support/people';
import { newPerson, picture } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const NEW = 'seven quiet lighthouses';

async function signsIn(page: Page, username: string, password = PASSWORD): Promise<void> {
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.fill('#sign-in [name=username]', username);
  await page.fill('#sign-in [name=password]', password);
  await page.click('#sign-in [type=submit]');
  await page.waitForURL('**/profile');
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_, javaScriptEnabled) => {
  test('signs in, changes everything and logs out', async () => {
    const user = await newPerson();
    const page = await opens({ javaScriptEnabled });
    const complaints = collectErrors(page);
    await signsIn(page, user.username);

    const { name, type } = await picture();
    const buffer = Buffer.from(await (await picture()).arrayBuffer());
    await page.setInputFiles('[name=avatar]', { name, mimeType: type, buffer });
    await page.selectOption('#profile [name=language]', 'de');
    await page.fill('#profile [name=username]', `new-${user.username}`);
    await page.fill('#profile [name=currentPassword]', PASSWORD);
    await page.click('#profile [type=submit]');
    await page.waitForURL('**/de/profile');
    await page.waitForSelector('[role=status]');
    expect(await page.textContent('header summary')).toContain(`new-${user.username}`);
    expect(await findUser(`new-${user.username}`)).toMatchObject({
      language: 'de',
      avatarVersion: expect.any(String),
    });
    await page.reload();
    expect(await page.locator('main [role=status]').count()).toBe(0);

    await page.fill('#password [name=currentPassword]', PASSWORD);
    await page.fill('#password [name=newPassword]', NEW);
    await page.fill('#password [name=confirmPassword]', NEW);
    await page.click('#password [type=submit]');
    await page.waitForSelector('main [role=status]');
    await page.reload();
    expect(await page.locator('main [role=status]').count()).toBe(0);

    await page.click('header summary');
    await page.click('#sign-out [type=submit]');
    await page.waitForURL('**/de/sign-in');
    await signsIn(page, `new-${user.username}`, NEW);
    expect(complaints).toEqual([]);
  });

  test('keeps what was typed after a refusal, a password only with JavaScript, and focuses the field at fault', async () => {
    const user = await newPerson();
    const page = await opens({ javaScriptEnabled });
    await signInInBrowser(page, portrait(), user.username);
    await page.fill('#profile [name=username]', 'a@b');
    await page.fill('#profile [name=currentPassword]', 'not this one');
    await page.selectOption('#profile [name=language]', 'fr');
    await page.click('#profile [type=submit]');
    await page.waitForSelector('#profile [role=alert]');
    expect(await page.inputValue('#profile [name=username]')).toBe('a@b');
    expect(await page.inputValue('#profile [name=currentPassword]')).toBe(javaScriptEnabled ? 'not this one' : '');
    expect(await page.inputValue('#profile [name=language]')).toBe('fr');
    await page.waitForSelector('#profile [name=username][aria-invalid=true]:focus');
  });
});

test('shows the password with the eye, only with JavaScript', async () => {
  const page = await opens();
  await page.goto(`${portrait().url}/en/sign-in`);
  const field = page.locator('[name=password]');
  await field.fill('something');
  await page.getByRole('button', { name: 'Show password' }).click();
  expect(await field.getAttribute('type')).toBe('text');
  await page.getByRole('button', { name: 'Hide password' }).click();
  expect(await field.getAttribute('type')).toBe('password');
  const plain = await opens({ javaScriptEnabled: false });
  await plain.goto(`${portrait().url}/en/sign-in`);
  expect(await plain.locator('#sign-in button').count()).toBe(1);
});

test('shows the user at the end of the header: right in English, left in Arabic', async () => {
  const user = await newPerson();
  const page = await opens();
  await signInInBrowser(page, portrait(), user.username);
  const middle = async () => {
    const box = await page.locator('header summary').boundingBox();
    return (box?.x ?? 0) + (box?.width ?? 0) / 2 > (page.viewportSize()?.width ?? 0) / 2;
  };
  expect(await middle()).toBe(true);
  await page.goto(`${portrait().url}/ar/profile`);
  expect(await middle()).toBe(false);
});

test('keeps the typed username when the language of sign-in changes', async () => {
  const page = await opens();
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.getByRole('button', { name: 'Show password' }).waitFor(); // once scripts run
  await page.fill('[name=username]', 'typed@example.com');
  await page.click('header summary');
  await page.click('header nav >> text=Deutsch');
  await page.waitForURL('**/de/sign-in');
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('html[lang=de] [name=username]')?.value === 'typed@example.com',
  );
  await page.waitForSelector('#sign-in [name=password]:focus');
  await page.goto(`${portrait().url}/en/sign-in`);
  expect(await page.inputValue('[name=username]')).toBe('');
});

test('goes back to the page before the form after a save', async () => {
  const user = await newPerson();
  const page = await opens();
  await signInInBrowser(page, portrait(), user.username, '/en/sessions');
  await page.goto(`${portrait().url}/en/profile`);
  await page.selectOption('#profile [name=language]', 'de');
  await page.click('#profile [type=submit]');
  await page.waitForURL('**/de/profile');
  await page.goBack();
  await page.waitForURL('**/en/sessions');
});

test('restores what was typed after signing in again', async () => {
  const user = await newPerson();
  const page = await opens();
  await signInInBrowser(page, portrait(), user.username);
  await page.fill('#profile [name=username]', `new-${user.username}`);
  await page.selectOption('#profile [name=language]', 'de');
  await page.fill('#profile [name=currentPassword]', PASSWORD);
  await page.context().clearCookies();
  await page.click('#profile [type=submit]');
  await page.waitForSelector('#sign-in');
  await page.fill('#sign-in [name=username]', user.username);
  await page.fill('#sign-in [name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  await page.waitForSelector('#profile');
  expect(await page.inputValue('#profile [name=username]')).toBe(`new-${user.username}`);
  expect(await page.inputValue('#profile [name=language]')).toBe('de');
  await page.fill('#profile [name=currentPassword]', PASSWORD);
  await page.click('#profile [type=submit]');
  await page.waitForURL('**/de/profile');
  expect(await findUser(`new-${user.username}`)).toMatchObject({ language: 'de' });
});

test('keeps the page first asked for when the language of sign-in changes twice', async () => {
  const page = await opens();
  await page.goto(`${portrait().url}/en/sessions`);
  for (const [locale, name] of Object.entries({ de: 'Deutsch', fr: 'Français' })) {
    await page.click('header summary');
    await page.click(`header nav >> text=${name}`);
    await page.waitForURL(`**/${locale}/sign-in?next=%2F${locale}%2Fsessions`);
  }
});
