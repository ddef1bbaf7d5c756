import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { canCrop, chooses, choosesQuarters, onTheirProfile, saves, square } from '../support/avatar-page';
import { flat, quartersOf } from '../support/avatars';
import { useChromium } from '../support/chromium';
import { newFolder, removeFolder } from '../support/folder';
import { findUser } from '../support/people';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const folder = newFolder();
afterAll(() => removeFolder(folder));

test('takes a picture dropped anywhere on the page, and discards it', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  const file = join(folder, 'dropped.png');
  await flat(300, 200).png().toFile(file);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: 5, y: 300, data });
  const kept = await countsPictureUrls(page);
  const target = page.locator('#profile .outline-dashed');
  expect(await target.count()).toBe(0);
  await drag('dragEnter');
  await drag('dragOver');
  await target.waitFor();
  expect(await target.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('dashed');
  await drag('drop');
  await canCrop(page);
  await target.waitFor({ state: 'detached' });
  expect(await square(page)).toEqual([50, 0, 200]);
  expect(await kept()).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Discard picture' }).click();
  await page.waitForSelector('[name=avatarSquare]', { state: 'detached' });
  expect(await page.inputValue('[name=avatar]')).toBe('');
  await page.waitForSelector('[name=avatar]:focus');
  expect(await kept()).toBe(0);
});

/** @returns how to count the pictures that the page keeps in memory by an address */
async function countsPictureUrls(page: Page): Promise<() => Promise<number>> {
  const urls = await page.evaluateHandle(() => {
    const urls = new Set<string>();
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (object) => {
      const url = createObjectURL(object);
      urls.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      urls.delete(url);
      revokeObjectURL(url);
    };
    return urls;
  });
  return () => urls.evaluate(({ size }) => size);
}

test('leaves text that is dragged or pasted to the field under it', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  const isLeft = await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/plain', 'ada@example.com');
    const field = document.querySelector('#profile [name=username]') as HTMLInputElement;
    const options = { bubbles: true, cancelable: true };
    return [
      field.dispatchEvent(new DragEvent('dragover', { ...options, dataTransfer })),
      field.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer })),
      field.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: dataTransfer })),
    ];
  });
  expect(isLeft).toEqual([true, true, true]);
  expect(await page.locator('#profile .outline-dashed').count()).toBe(0);
});

test('shows the picture that was chosen last, even if an earlier one takes longer to prepare', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  await page.evaluate(() => {
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = function (this: Blob) {
      Blob.prototype.arrayBuffer = arrayBuffer; // only the first one is slow
      return new Promise((resolve) => Object.assign(window, { goesOn: () => resolve(arrayBuffer.call(this)) }));
    };
  });
  await chooses(page, await flat(100, 100).png().toBuffer(), 'first.png');
  await page.waitForFunction(() => 'goesOn' in window);
  await chooses(page, await flat(300, 200).png().toBuffer(), 'second.png');
  await canCrop(page);
  await page.evaluate(async () => {
    const prepared = new Promise((resolve) => (URL.revokeObjectURL = resolve)); // once it has been read
    (window as unknown as { goesOn(): void }).goesOn();
    await prepared;
    for (let turns = 0; turns < 5; turns++) await new Promise(requestAnimationFrame);
  });
  expect(await square(page)).toEqual([50, 0, 200]);
  expect(await page.inputValue('[name=avatar]')).toMatch(/second\.png$/);
});

test('takes a pasted picture', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  const picture = (await flat(200, 400, 'blue').png().toBuffer()).toString('base64');
  await page.evaluate((base64) => {
    const clipboardData = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
  }, picture);
  await canCrop(page);
  expect(await square(page)).toEqual([0, 100, 200]);
  await saves(page);
  expect(await quartersOf(user)).toEqual(Array(4).fill('blue'));
  await page.waitForSelector('[name=avatarSquare]', { state: 'detached' });
});

test('loads the code that crops when a picture is chosen', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  const hasCome = async () => {
    const loaded = () => performance.getEntriesByType('resource').map(({ name }) => name);
    const scripts = (await page.evaluate(loaded)).filter((name) => name.includes('.js'));
    const texts = await Promise.all(scripts.map(async (script) => (await fetch(script)).text()));
    expect(texts.length).toBeGreaterThan(3);
    return texts.some((text) => text.includes('avatarSquare'));
  };
  expect(await hasCome()).toBe(false);
  await choosesQuarters(page);
  expect(await hasCome()).toBe(true);
});

test('shows a saved picture everywhere at once', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await choosesQuarters(page);
  await saves(page);
  const { avatarVersion } = await findUser(user.username);
  for (const image of ['header summary img', '#profile img']) {
    const shown = page.locator(`${image}[src*="${avatarVersion}"]`);
    await shown.waitFor();
    const isLoaded = (image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0);
    expect(await shown.evaluate(isLoaded)).toBe(true);
  }
});

test.each(['en', 'de', 'ru', 'ar', 'ja'])(
  'cuts nothing off at 320 pixels while a picture is cropped, %s',
  async (locale) => {
    const [page] = await onTheirProfile(opens, portrait(), { viewport: { width: 320, height: 600 } });
    await page.goto(`${portrait().url}/${locale}/profile`);
    await choosesQuarters(page);
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(overflow)).toBe(0);
    await chooses(page, Buffer.from('no picture'));
    await page.waitForSelector('[name=avatarSquare]', { state: 'detached' });
  },
);
