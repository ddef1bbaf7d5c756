import { listPasskeys } from '../../db/passkeys';
import { Browser } from '../support/browser';
import { addPasskeyOf } from '../support/passkeys';
import { PASSWORD } from '../support/people';
import { newPerson, newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

async function onPage(): Promise<[Browser, string]> {
  const [page, user] = await newSignedInPerson(portrait());
  await addPasskeyOf(user);
  return [await page.opens('/en/passkeys'), user.id];
}

test('without JavaScript the page says what adding needs, and offers no button', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.opens('/en/passkeys');
  expect(page.text('main')).toContain("You don't have any passkeys yet.");
  expect(page.text('main')).toContain('turn on JavaScript');
  expect(page.document.querySelector('#passkey-add')).toBeNull();
});

test('renames a passkey', async () => {
  const [page, userId] = await onPage();
  const isOpen = () => page.document.querySelector('#passkey-rename details')?.hasAttribute('open');
  expect(isOpen()).toBe(false);
  await page.submits('passkey-rename', { name: 'Work laptop' });
  expect([page.path, page.notice]).toEqual(['/en/passkeys', 'The passkey has been renamed.']);
  expect(await listPasskeys(userId)).toMatchObject([{ name: 'Work laptop' }]);
  await page.submits('passkey-rename', { name: 'Work laptop' });
  expect(page.notice).toBe('There were no changes to save.');
  const again = page.filled('passkey-rename', { name: 'Phone' });
  const headers = { ...page.formHeaders(), ...page.requestHeaders, cookie: await page.jar.getCookieString(page.url) };
  await fetch(page.url, { method: 'POST', body: again, headers, redirect: 'manual' }); // a double click
  await page.submits('passkey-rename', { name: 'Phone' });
  expect(page.notice).toBe('The passkey has been renamed.');
  await page.submits('passkey-rename', { name: ' ' });
  expect([page.fieldAtFault, page.alert]).toEqual(['name', 'Enter a name for the passkey.']);
  expect(isOpen()).toBe(true);
});

test('removes a passkey once the password was given again', async () => {
  const [page, userId] = await onPage();
  await page.submits('passkey-remove');
  expect(page.path).toBe('/en/confirm?next=%2Fen%2Fpasskeys');
  expect(await listPasskeys(userId)).toHaveLength(1);
  await page.submits('confirm', { currentPassword: PASSWORD });
  expect(page.path).toBe('/en/passkeys');
  const before = page.filled('passkey-remove', {});
  await page.submits('passkey-remove');
  expect([page.path, page.notice]).toEqual(['/en/passkeys', 'The passkey has been removed.']);
  expect(await listPasskeys(userId)).toEqual([]);
  await page.goes('/en/passkeys', { method: 'POST', body: before, headers: page.formHeaders() });
  expect(page.alert ?? page.notice).toMatch(/removed/);
});

test("refuses another user's passkey as if it didn't exist", async () => {
  const [page, userId] = await onPage();
  const bob = await newPerson();
  await addPasskeyOf(bob);
  const [bobs] = await listPasskeys(bob.id);
  await page.submits('passkey-rename', { passkey: bobs?.id ?? '', name: 'Mine' });
  expect(page.alert).toBe('This passkey has already been removed.');
  expect([...(await listPasskeys(bob.id)), ...(await listPasskeys(userId))].map(({ name }) => name)).toEqual([
    'Test key',
    'Test key',
  ]);
});

test('at an address with another name the page says where passkeys work', async () => {
  const { username } = await newPerson();
  const page = await new Browser(portrait().url.replace('localhost', '127.0.0.1')).opens('/en/sign-in');
  await page.submits('sign-in', { username, password: PASSWORD });
  await page.opens('/en/passkeys');
  expect(page.text('main')).toContain(`Open ${portrait().url} instead.`);
});

test('each passkey has its own buttons, by name', async () => {
  const [page] = await onPage();
  expect(page.text('main li dl')).toMatch(/^Added.*Last usedNever$/);
  await page.submits('passkey-rename', { name: 'Laptop' });
  const names = (id: string) =>
    [...page.document.querySelectorAll(`#${id} button`)].map((button) => button.getAttribute('aria-label'));
  expect([names('passkey-rename'), names('passkey-remove')]).toEqual([
    ['Rename passkey: Laptop'],
    ['Remove passkey: Laptop'],
  ]);
});
