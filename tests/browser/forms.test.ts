import type { Page } from 'playwright-core';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { findUser, PASSWORD } from '../support/people';
import { newPerson, picture } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const NEW = 'seven quiet lighthouses';

const signsIn = (page: Page, username: string, password = PASSWORD) =>
  signInInBrowser(page, portrait(), username, password);

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_, javaScriptEnabled) => {
  test('a person signs in, changes everything that is theirs, and logs out', async () => {
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

  test('a refusal stands in the form, keeps what was typed but no password, and has the focus', async () => {
    const user = await newPerson();
    const page = await opens({ javaScriptEnabled });
    await signsIn(page, user.username);
    await page.fill('#profile [name=username]', 'a@b');
    await page.fill('#profile [name=currentPassword]', 'not this one');
    await page.selectOption('#profile [name=language]', 'fr');
    await page.click('#profile [type=submit]');
    await page.waitForSelector('#profile [role=alert]');
    expect(await page.inputValue('#profile [name=username]')).toBe('a@b');
    expect(await page.inputValue('#profile [name=currentPassword]')).toBe('');
    expect(await page.inputValue('#profile [name=language]')).toBe('fr');
    await page.waitForSelector('#profile [name=username][aria-invalid=true]:focus');
  });
});

test('the eye shows what is typed, where JavaScript runs', async () => {
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

test('the person stands at the end of the header: right in English, left in Arabic', async () => {
  const user = await newPerson();
  const page = await opens();
  await signsIn(page, user.username);
  const middle = async () => {
    const box = await page.locator('header summary').boundingBox();
    return (box?.x ?? 0) + (box?.width ?? 0) / 2 > (page.viewportSize()?.width ?? 0) / 2;
  };
  expect(await middle()).toBe(true);
  await page.goto(`${portrait().url}/ar/profile`);
  expect(await middle()).toBe(false);
});

test('whoever picks one language after another at sign-in is still led on to the page first asked for', async () => {
  const page = await opens();
  await page.goto(`${portrait().url}/en/sessions`);
  for (const [locale, name] of Object.entries({ de: 'Deutsch', fr: 'Français' })) {
    await page.click('header summary');
    await page.click(`header nav >> text=${name}`);
    await page.waitForURL(`**/${locale}/sign-in?next=%2F${locale}%2Fsessions`);
  }
});
