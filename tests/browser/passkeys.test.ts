import type { Page } from 'playwright-core';
import { listPasskeys } from '../../db/passkeys';
import type { User } from '../../db/users';
import { deleteUser } from '../../lib/people';
import { BY_COMMAND_LINE } from '../../lib/people/act';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { addPasskeyOf } from '../support/passkeys';
import { PASSWORD } from '../support/people';
import { enableTwoFactorOf, newPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { addVirtualAuthenticator } from '../support/virtual-authenticator';

const portrait = startServer();
const opens = useChromium();

async function withAuthenticator(options?: Parameters<typeof addVirtualAuthenticator>[1]) {
  const page = await opens();
  return { page, ...(await addVirtualAuthenticator(page, options)) };
}

/** Logged in, with the password given again. */
async function onPasskeysPage(page: Page, user: User): Promise<void> {
  await signInInBrowser(page, portrait(), user.username, '/en/passkeys');
  await page.click('#passkey-add');
  await page.waitForURL('**/confirm?next=*');
  await page.fill('#confirm [name=currentPassword]', PASSWORD);
  await page.click('#confirm [type=submit]');
  await page.waitForURL('**/passkeys');
}

async function addsPasskey(page: Page): Promise<void> {
  await page.click('#passkey-add');
  await page.waitForSelector('#passkey-rename');
}

async function logsOut(page: Page): Promise<void> {
  await page.click('header summary');
  await page.click('#sign-out [type=submit]');
  await page.waitForURL('**/sign-in');
}

test('adds a passkey named after the browser, and logs in with it to the page first asked for', async () => {
  const { page } = await withAuthenticator();
  const complaints = collectErrors(page);
  const user = await newPerson();
  await onPasskeysPage(page, user);
  await addsPasskey(page);
  expect(await page.textContent('main [role=status]')).toContain('The passkey has been added.');
  expect(await page.inputValue('#passkey-rename [name=name]')).toBe('Chrome on Linux');
  expect(await page.textContent('main li')).toContain('Synced');

  await logsOut(page);
  await page.goto(`${portrait().url}/en/activity`);
  await page.waitForSelector('#passkey-sign-in');
  await page.click('#passkey-sign-in');
  await page.waitForURL('**/en/activity');
  expect(await page.textContent('main')).toContain('Passkey added');
  expect((await listPasskeys(user.id))[0]?.lastUsedAt).not.toBeNull();
  const secret = (await page.context().cookies()).filter(({ name }) =>
    /^portrait-(passkey|browser|session)/.test(name),
  );
  expect(secret.map(({ httpOnly, sameSite }) => [httpOnly, sameSite])).toEqual(Array(3).fill([true, 'Lax']));
  expect(complaints).toEqual([]);
});

test('logging in with a passkey stays on this origin, whatever the form says', async () => {
  const { page } = await withAuthenticator();
  await onPasskeysPage(page, await newPerson());
  await addsPasskey(page);
  await logsOut(page);
  await page.goto(`${portrait().url}/en/sign-in?next=%2Fen%2Fsessions`);
  await page.locator('#passkey-sign-in').waitFor();
  await page.locator('#passkey-sign-in-form [name=next]').evaluate((input: HTMLInputElement) => {
    input.value = '//evil.example';
  });
  await page.click('#passkey-sign-in');
  await page.waitForURL(`${portrait().url}/en/profile`);
});

test('the username field offers passkeys, and choosing one logs in', async () => {
  const { page } = await withAuthenticator({ hasAutofill: true });
  await onPasskeysPage(page, await newPerson());
  await addsPasskey(page);
  await page.click('header summary');
  await page.click('#sign-out [type=submit]');
  await page.waitForURL('**/profile');
});

test('the button logs in although the username field is offering passkeys', async () => {
  const { page, cdp, authenticatorId } = await withAuthenticator({ hasAutofill: true });
  await onPasskeysPage(page, await newPerson());
  await addsPasskey(page);
  const touches = (enabled: boolean) =>
    cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  await touches(false); // the user doesn't choose from the field's suggestions
  await page.addInitScript(() => {
    const get = navigator.credentials.get.bind(navigator.credentials);
    navigator.credentials.get = (options) => {
      document.body.dataset.asked = options?.mediation;
      return get(options);
    };
  });
  await logsOut(page);
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.locator('body[data-asked=conditional]').waitFor();
  await touches(true);
  await page.click('#passkey-sign-in');
  await page.waitForURL('**/profile');
});

test('after a passkey from the field was refused, the button asks for one again', async () => {
  const { page } = await withAuthenticator({ hasAutofill: true });
  const user = await newPerson();
  await onPasskeysPage(page, user);
  await addsPasskey(page);
  await deleteUser({ username: user.username }, BY_COMMAND_LINE);
  await page.addInitScript(() => {
    const get = navigator.credentials.get.bind(navigator.credentials);
    navigator.credentials.get = (options) => {
      document.body.dataset.asked = options?.mediation ?? 'by the button';
      return get(options);
    };
  });
  await addPasskeyOf(await newPerson()); // else the field offers none
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.locator('#passkey-sign-in-form [role=alert]', { hasText: "This passkey doesn't work here." }).waitFor();
  await page.click('#passkey-sign-in');
  await page.locator('body[data-asked="by the button"]').waitFor();
});

test('a notice stays on the log-in page while the browser looks for passkeys', async () => {
  const page = await opens();
  const user = await newPerson();
  await addPasskeyOf(user);
  await page.addInitScript(() => {
    navigator.credentials.get = () => {
      document.title = 'looking';
      return new Promise(() => {});
    };
  });
  await signInInBrowser(page, portrait(), user.username);
  await logsOut(page);
  await page.waitForFunction(() => document.title === 'looking');
  expect(await page.locator('main [role=status]').allTextContents()).toEqual(["You've logged out."]);
});

test('says that an authenticator has a passkey already, and what cancelled means', async () => {
  const { page, cdp, authenticatorId } = await withAuthenticator();
  await onPasskeysPage(page, await newPerson());
  await addsPasskey(page);
  await page.click('#passkey-add');
  await page.locator('#passkey-add-form [role=alert]', { hasText: 'already has a passkey' }).waitFor();
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
  await page.click('#passkey-add');
  await page.locator('#passkey-add-form [role=alert]', { hasText: 'canceled or timed out' }).waitFor();
  expect(await page.locator('#passkey-rename').count()).toBe(1);
});

test('a removed passkey no longer logs in, and the page says so', async () => {
  const { page } = await withAuthenticator();
  await onPasskeysPage(page, await newPerson());
  await addsPasskey(page);
  await page.click('#passkey-remove button');
  await page.locator('main', { hasText: "You don't have any passkeys yet." }).waitFor();
  await logsOut(page);
  await page.click('#passkey-sign-in');
  await page.locator('#passkey-sign-in-form [role=alert]', { hasText: "This passkey doesn't work here." }).waitFor();
});

test('on the code page a passkey replaces the code', async () => {
  const { page } = await withAuthenticator();
  const user = await newPerson();
  await onPasskeysPage(page, user);
  await addsPasskey(page);
  await enableTwoFactorOf(user);
  await page.goto(`${portrait().url}/en/sign-in?next=%2Fen%2Fsessions`);
  await page.fill('#sign-in [name=username]', user.username);
  await page.fill('#sign-in [name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  await page.waitForURL('**/sign-in/code*');
  await page.click('#passkey-code');
  await page.waitForURL('**/en/sessions');
});

test('says that a browser without passkeys has none', async () => {
  const page = await opens();
  await page.addInitScript('delete window.PublicKeyCredential');
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.click('#passkey-sign-in');
  await page.locator('#passkey-sign-in-form [role=alert]', { hasText: "can't use passkeys" }).waitFor();
});
