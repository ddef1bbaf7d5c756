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

/** Types a new password and waits for the word that rates it. */
async function judged(page: Page, password: string, word: string): Promise<string[]> {
  await page.fill('[name=newPassword]', password);
  await page.locator('#password [aria-live]', { hasText: new RegExp(`^${word}$`) }).waitFor();
  const bars = await page.locator('#password .bg-success').count();
  expect([word, bars]).toEqual([word, ['Very weak', 'Weak', 'Fair', 'Good', 'Strong'].indexOf(word)]);
  const rules = await page.locator('#password li').allTextContents();
  return rules.filter((rule) => rule.endsWith('(met)')).map((rule) => rule.replace(' (met)', ''));
}

const LENGTH = 'At least 15 characters';
const OWN = 'Not your username or the name of this system';
const UNCOMMON = 'Not a common password or a simple pattern';

test('ticks off the rules of a new password, and names its strength', async () => {
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

const field = (page: Page, name: string) => page.inputValue(`#password [name=${name}]`);

test('clears only a wrong current password', async () => {
  const [page] = await signedIn();
  await judged(page, 'seven quiet lighthouses', 'Strong');
  await page.fill('#password [name=currentPassword]', 'wrong');
  await page.fill('#password [name=confirmPassword]', 'seven quiet lighthouses');
  await page.click('#password [type=submit]');
  await page.waitForSelector('#password [name=currentPassword][aria-invalid=true]:focus');
  expect(
    await Promise.all(['currentPassword', 'newPassword', 'confirmPassword'].map((name) => field(page, name))),
  ).toEqual(['', 'seven quiet lighthouses', 'seven quiet lighthouses']);
  expect(await page.locator('#password li', { hasText: '(met)' }).count()).toBe(3);
});

test.each([
  ['a password that is too short', 'short', 'short', 'newPassword', /too short\. Use at least 15/],
  ['two different passwords', 'seven quiet lighthouses', 'seven quiet', 'confirmPassword', /don't match/],
])('refuses %s before sending, and clears nothing', async (_, first, second, fault, message) => {
  const [page] = await signedIn();
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  await page.fill('#password [name=currentPassword]', PASSWORD);
  await page.fill('#password [name=newPassword]', first);
  await page.fill('#password [name=confirmPassword]', second);
  await page.click('#password [type=submit]');
  await page.waitForSelector(`#password [name=${fault}][aria-invalid=true]:focus`);
  expect(await page.textContent('#password [role=alert]')).toMatch(message);
  expect([
    await field(page, 'currentPassword'),
    await field(page, 'newPassword'),
    await field(page, 'confirmPassword'),
  ]).toEqual([PASSWORD, first, second]);
  expect(sent).toEqual([]);
});

test('a password that is corrected to match its repetition is sent', async () => {
  const [page] = await signedIn();
  await page.fill('#password [name=currentPassword]', PASSWORD);
  await page.fill('#password [name=newPassword]', 'seven quiet lighthouse');
  await page.fill('#password [name=confirmPassword]', 'seven quiet lighthouses');
  await page.click('#password [type=submit]');
  await page.waitForSelector('#password [name=confirmPassword][aria-invalid=true]:focus');
  await page.fill('#password [name=newPassword]', 'seven quiet lighthouses');
  await page.click('#password [type=submit]');
  await page.waitForSelector('main [role=status]');
});

test('shows the message of a field directly under it, above the rules', async () => {
  const [page] = await signedIn();
  await page.fill('#password [name=currentPassword]', PASSWORD);
  await page.fill('#password [name=newPassword]', 'short');
  await page.fill('#password [name=confirmPassword]', 'short');
  await page.click('#password [type=submit]');
  const message = await page.locator('#password [role=alert]').boundingBox();
  const input = await page.locator('#password [name=newPassword]').boundingBox();
  const rules = await page.locator('#password ul').boundingBox();
  const gap = (message?.y ?? 0) - (input?.y ?? 0) - (input?.height ?? 0);
  expect(gap).toBeGreaterThanOrEqual(0);
  expect(gap).toBeLessThan(16);
  expect(message?.y).toBeLessThan(rules?.y ?? 0);
  const id = await page.getAttribute('#password [role=alert]', 'id');
  expect((await page.getAttribute('#password [name=newPassword]', 'aria-describedby'))?.split(' ')).toContain(id);
});

test('loads the list of common passwords once a new password is typed', async () => {
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

test('names each eye after its field, and hides a shown password when it is sent', async () => {
  const [page] = await signedIn();
  const names = await page
    .locator('#password button[aria-controls]')
    .evaluateAll((eyes) => eyes.map((eye) => eye.ariaLabel));
  expect(names).toEqual(['Show the current password', 'Show the new password', 'Show the repeated password']);
  await page.fill('#password [name=currentPassword]', 'wrong');
  await page.getByRole('button', { name: 'Show the current password' }).click();
  expect(await page.getAttribute('#password [name=currentPassword]', 'type')).toBe('text');
  expect(await page.getByRole('button', { name: 'Hide the current password' }).count()).toBe(1);
  await page.click('#password [type=submit]');
  await page.waitForSelector('#password [role=alert]');
  expect(await page.getAttribute('#password [name=currentPassword]', 'type')).toBe('password');
});

test('asks for the password once the username has changed', async () => {
  const [page, username] = await signedIn();
  const password = page.locator('#profile [name=currentPassword]');
  expect(await password.isVisible()).toBe(false);
  await page.fill('#profile [name=username]', `new-${username}`);
  await password.waitFor();
  await page.fill('#profile [name=username]', username);
  await password.waitFor({ state: 'hidden' });
});
