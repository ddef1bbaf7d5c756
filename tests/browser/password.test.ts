import type { Page } from 'playwright-core';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

async function signedIn(): Promise<[Page, string]> {
  const { username } = await newPerson();
  const page = await opens();
  await signInInBrowser(page, portrait(), username);
  return [page, username];
}

/** Types a new password and waits for the word that tells its strength. */
async function judged(page: Page, password: string, word: string): Promise<string[]> {
  await page.fill('[name=newPassword]', password);
  await page.locator('#password [aria-live]', { hasText: new RegExp(`^${word}$`) }).waitFor();
  const rules = await page.locator('#password li').allTextContents();
  return rules.filter((rule) => rule.endsWith('(met)')).map((rule) => rule.replace(' (met)', ''));
}

const LENGTH = 'At least 15 characters';
const OWN = 'Not your username or the name of this system';
const UNCOMMON = 'Not a common password or a simple pattern';

test('the rules of a new password are ticked off as it is typed, and a word tells its strength', async () => {
  const [page, username] = await signedIn();
  const complaints = collectErrors(page);
  expect(await judged(page, 'tea', 'Very weak')).toEqual([OWN, UNCOMMON]);
  expect(await judged(page, 'Password password', 'Very weak')).toEqual([LENGTH, OWN]);
  expect(await judged(page, username, 'Very weak')).toEqual([LENGTH]);
  expect(await judged(page, 'portrait portrait', 'Weak')).toEqual([LENGTH]);
  expect(await judged(page, 'Password123456!', 'Weak')).toEqual([LENGTH, OWN]);
  expect(await judged(page, 'seven quiet lighthouses', 'Strong')).toEqual([LENGTH, OWN, UNCOMMON]);
  expect(complaints).toEqual([]);
});

test('the ticks go with the password that a refusal has emptied', async () => {
  const [page] = await signedIn();
  await judged(page, 'seven quiet lighthouses', 'Strong');
  await page.click('#password [type=submit]');
  await page.waitForSelector('#password [role=alert]');
  expect(await page.locator('#password li', { hasText: '(met)' }).count()).toBe(0);
});

test('the list of common passwords is fetched by who types a new one, and by nobody else', async () => {
  const [page] = await signedIn();
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.locator('[name=currentPassword]').last().focus();
  await page.fill('#password [name=currentPassword]', PASSWORD);
  expect(fetched).not.toContain('/common-passwords.txt');
  const list = page.waitForResponse('**/common-passwords.txt');
  await page.locator('[name=newPassword]').focus();
  expect((await list).status()).toBe(200);
  await page.locator('[name=confirmPassword]').focus();
  await page.locator('[name=newPassword]').focus();
  expect(fetched.filter((path) => path === '/common-passwords.txt').length).toBe(1);
});

test('a password shown by the eye is gone after a refusal, as a hidden one is', async () => {
  const [page] = await signedIn();
  await page.fill('#password [name=newPassword]', 'short');
  await page.locator('#password').getByRole('button', { name: 'Show password' }).nth(1).click();
  await page.click('#password [type=submit]');
  await page.waitForSelector('#password [role=alert]');
  expect(await page.inputValue('#password [name=newPassword]')).toBe('');
});

test('the profile asks for the password once the username is another one', async () => {
  const [page, username] = await signedIn();
  const password = page.locator('#profile [name=currentPassword]');
  expect(await password.isVisible()).toBe(false);
  await page.fill('#profile [name=username]', `new-${username}`);
  await password.waitFor();
  await page.fill('#profile [name=username]', username);
  await password.waitFor({ state: 'hidden' });
});
