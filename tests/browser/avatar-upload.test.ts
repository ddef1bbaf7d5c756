import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { canCrop, chooses, faultOf, onTheirProfile, saves, square } from '../support/avatar-page';
import { flat, noise, quartersOf } from '../support/avatars';
import { useChromium } from '../support/chromium';
import { newFolder, removeFolder } from '../support/folder';
import { findUser } from '../support/people';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const folder = newFolder();
afterAll(() => removeFolder(folder));

const MEGABYTE = 1024 * 1024;

const heavy = async (megabytes: number) =>
  Buffer.concat([await flat(300, 200, 'lime').jpeg().toBuffer(), Buffer.alloc(megabytes * MEGABYTE)]);

/** @returns a function that sets the upload speed in bytes a second; -1 is unlimited */
async function throttle(page: Page): Promise<(uploadThroughput: number) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  const rest = { offline: false, latency: 0, downloadThroughput: -1 };
  return (uploadThroughput) => session.send('Network.emulateNetworkConditions', { ...rest, uploadThroughput });
}

/** Chooses a file from disk: faster than sending a large one to the browser in pieces. */
async function choosesLarge(page: Page, name: string, bytes: Buffer): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, bytes);
  await page.setInputFiles('[name=avatar]', file);
}

test('shows the progress of a slow upload in words, and keeps everything when it is cancelled', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await page.evaluate(() => Object.assign(window, { itsFetch: window.fetch }));
  await chooses(page, await heavy(2));
  await canCrop(page);
  await page.fill('#profile [name=username]', 'someone.else@example.com');
  const sends = await throttle(page);
  await sends(40 * 1024); // nearly a minute, so that a busy machine can cancel it
  await page.click('#profile [type=submit]');
  await page.getByRole('progressbar', { name: 'Uploading picture' }).waitFor();
  await page.getByText(/^Uploading… [1-9]\d?%$/).waitFor();
  expect(await page.locator('#profile [type=submit]:enabled').count()).toBe(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('[aria-live=polite]', { hasText: 'Upload canceled. Nothing was saved.' }).waitFor();
  await page.waitForSelector('#profile [type=submit]:enabled:focus');
  expect(await page.locator('#profile [role=alert]:not(:empty)').count()).toBe(0);
  expect(await page.inputValue('#profile [name=username]')).toBe('someone.else@example.com');
  expect(await square(page)).toEqual([50, 0, 200]);
  expect(await findUser(user.username)).toEqual(user);
  expect(await page.evaluate(() => window.fetch === (window as unknown as { itsFetch: unknown }).itsFetch)).toBe(true);

  await sends(-1);
  await page.fill('#profile [name=username]', user.username);
  await saves(page);
  expect(await quartersOf(user)).toEqual(Array(4).fill('lime'));
  await page.waitForSelector('progress', { state: 'detached' });
  await page.getByText('Upload canceled').waitFor({ state: 'detached' });
});

test.each([
  ['bytes', () => noise(2000).png({ compressionLevel: 0 }), [2000, 2000]],
  ['pixels', () => flat(9000, 6000).jpeg(), [2048, 1365]],
])('shrinks a picture with too many %s before it is cropped and sent', async (_, picture, sides) => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await choosesLarge(page, 'large.png', await picture().toBuffer());
  await canCrop(page);
  const { size, name, shrunk } = await page.$eval('[name=avatar]', async (field: HTMLInputElement) => {
    const [file] = field.files ?? [];
    const { width, height } = await createImageBitmap(file as File);
    return { size: file?.size ?? 0, name: file?.name, shrunk: [width, height] };
  });
  expect([name, size < 10 * MEGABYTE, shrunk]).toEqual(['large.webp', true, sides]);
  await saves(page);
  expect(await findUser(user.username)).toMatchObject({ avatarVersion: expect.any(String) });
});

/** Blocks scripts until the returned function is called. */
async function holdsScripts(page: Page): Promise<() => void> {
  await page.waitForLoadState('networkidle');
  const release = new AbortController();
  await page.route(/\.js(\?|$)/, async (route) => {
    if (!release.signal.aborted) await once(release.signal, 'abort');
    await route.continue();
  });
  return () => release.abort();
}

test.each([
  ['8192 by 6144 pixels, which is allowed', 8192, 6144],
  ['9000 by 6000 pixels, which is shrunk first', 9000, 6000],
])('holds the form until a picture of %s is prepared', async (_, width, height) => {
  const [page, user] = await onTheirProfile(opens, portrait());
  const release = await holdsScripts(page);
  await choosesLarge(page, 'large.jpg', await flat(width, height, 'lime').jpeg().toBuffer());
  await page.click('#profile [type=submit]');
  await page.locator('#profile [type=submit] ~ p', { hasText: 'Preparing' }).waitFor();
  await page.locator('#profile').getByText('Preparing the picture…').nth(1).waitFor();
  release();
  await page.waitForSelector('main [role=status]');
  await page.waitForSelector('#profile:not([data-held])');
  expect(await quartersOf(user)).toEqual(Array(4).fill('lime'));
});

test('a form that waited for a picture is not sent if the picture is refused, but then with another change', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  const release = await holdsScripts(page);
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  await chooses(page, Buffer.from('no picture'));
  await page.click('#profile [type=submit]');
  await page.locator('#profile [type=submit] ~ p', { hasText: 'Preparing' }).waitFor();
  release();
  await page.waitForSelector('#profile:not([data-held]) [name=avatar][aria-invalid=true]:focus');
  await page.click('#profile [type=submit]');
  await page.waitForSelector('[name=avatar]:focus');
  expect(sent).toEqual([]);
  await page.selectOption('#profile [name=language]', 'de');
  await page.click('#profile [type=submit]');
  await page.waitForURL('**/de/profile');
  expect(await findUser(user.username)).toMatchObject({ language: 'de', avatarVersion: null });
});

test('if the code that prepares pictures cannot be loaded, the server crops the picture', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await page.waitForLoadState('networkidle');
  await page.route(/\.js(\?|$)/, (route) => route.abort());
  await chooses(page, await flat(200, 300, 'lime').png().toBuffer());
  await page.locator('#profile').getByText('Preparing the picture…').first().waitFor({ state: 'hidden' });
  await page.unroute(/\.js(\?|$)/); // what sends it
  await saves(page);
  expect(await quartersOf(user)).toEqual(Array(4).fill('lime'));
});

test('says that the server is unreachable if the connection is lost during an upload', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  await chooses(page, await heavy(0));
  await canCrop(page);
  await page.route('**/profile', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await page.click('#profile [type=submit]');
  await page.locator('#profile [role=alert]', { hasText: "We can't reach the server" }).waitFor();
  expect(await square(page)).toEqual([50, 0, 200]);
  await page.waitForSelector('progress', { state: 'detached' });
});

test('refuses a file that is too large or no picture before it is sent', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  await choosesLarge(page, 'none.png', Buffer.alloc(11 * MEGABYTE));
  await page.waitForSelector('[name=avatar][aria-invalid=true]:focus');
  expect(await faultOf(page)).toBe('The picture is too large. Choose one of 10\u00a0MB or less.');
  expect(await page.inputValue('[name=avatar]')).toBe('');
});

test('shows a 413 at the field', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  await choosesLarge(page, 'large.jpg', await heavy(9));
  await page.route('**/profile', (route) => {
    const large = { status: 413, contentType: 'text/plain', body: 'What you sent is too large.' };
    return route.request().method() === 'POST' ? route.fulfill(large) : route.continue();
  });
  await page.click('#profile [type=submit]');
  await page.waitForSelector('[name=avatar][aria-invalid=true]:focus');
  expect(await faultOf(page)).toBe('What you sent is too large.');
  await chooses(page, await heavy(0));
  await canCrop(page);
  expect(await faultOf(page)).toBeNull();
});

test('keeps the chosen picture when another field is refused', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  await chooses(page, await heavy(0));
  await canCrop(page);
  const username = await page.inputValue('#profile [name=username]');
  await page.fill('#profile [name=username]', 'a@b');
  await page.click('#profile [type=submit]');
  await page.waitForSelector('#profile [name=username][aria-invalid=true]');
  expect(await page.isVisible('[role=application]')).toBe(true);
  await page.fill('#profile [name=username]', username);
  await saves(page);
});
