import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { canCrop, chooses, onTheirProfile, saves, square } from '../support/avatar-page';
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

/** A picture of so many megabytes, most of which is ballast. */
const heavy = async (megabytes: number) =>
  Buffer.concat([await flat(300, 200, 'lime').jpeg().toBuffer(), Buffer.alloc(megabytes * MEGABYTE)]);

/** What sets how many bytes a second the page sends; -1 for as many as there are. */
async function throttle(page: Page): Promise<(uploadThroughput: number) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  const rest = { offline: false, latency: 0, downloadThroughput: -1 };
  return (uploadThroughput) => session.send('Network.emulateNetworkConditions', { ...rest, uploadThroughput });
}

/** Chooses a file from the disk: faster than handing a large one to the browser in pieces. */
async function choosesLarge(page: Page, name: string, bytes: Buffer): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, bytes);
  await page.setInputFiles('[name=avatar]', file);
}

test('a slow upload shows how far it is; cancelled, it leaves everything as it was', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await chooses(page, await heavy(2));
  await canCrop(page);
  await page.fill('#profile [name=username]', 'someone.else@example.com');
  const sends = await throttle(page);
  await sends(100 * 1024);
  await page.click('#profile [type=submit]');
  await page.getByRole('progressbar', { name: 'Uploading picture' }).waitFor();
  const isUnderWay = () => {
    const { position } = document.querySelector('progress') as HTMLProgressElement;
    return position > 0.01 && position < 1;
  };
  await page.waitForFunction(isUnderWay);
  expect(await page.locator('#profile [type=submit]').isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForSelector('progress', { state: 'detached' });
  await page.waitForSelector('#profile [type=submit]:enabled');
  expect(await page.locator('#profile [role=alert]').count()).toBe(0);
  expect(await page.inputValue('#profile [name=username]')).toBe('someone.else@example.com');
  expect(await square(page)).toEqual([50, 0, 200]);
  expect(await findUser(user.username)).toEqual(user);

  await sends(-1);
  await page.fill('#profile [name=username]', user.username);
  await saves(page);
  expect(await quartersOf(user)).toEqual(Array(4).fill('lime'));
  expect(await page.locator('progress').count()).toBe(0);
});

test.each([
  ['bytes', () => noise(2000).png({ compressionLevel: 0 })],
  ['pixels', () => flat(9000, 6000).jpeg()],
])('a picture of too many %s is made smaller before it is cropped and sent', async (_, picture) => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await choosesLarge(page, 'large.png', await picture().toBuffer());
  await canCrop(page);
  const { size, name } = await page.$eval('[name=avatar]', (field: HTMLInputElement) => {
    const [file] = field.files ?? [];
    return { size: file?.size ?? 0, name: file?.name };
  });
  expect([name, size > 0, size < 10 * MEGABYTE]).toEqual(['avatar', true, true]);
  await saves(page);
  expect(await findUser(user.username)).toMatchObject({ avatarVersion: expect.any(String) });
});

test('a file that is too large and no picture is refused before it is sent', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  await choosesLarge(page, 'none.png', Buffer.alloc(11 * MEGABYTE));
  await page.getByText('The picture is too large. Choose one of 10 MB or less.').waitFor();
  expect(await page.inputValue('[name=avatar]')).toBe('');
});

test('a small file that is no picture is refused by the server, and another may be chosen at once', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await chooses(page, Buffer.from('I am a picture, says my name'));
  await page.click('#profile [type=submit]');
  await page.waitForSelector('#profile [name=avatar][aria-invalid=true]:focus');
  expect(await page.locator('[role=application]').count()).toBe(0);
  await chooses(page, await heavy(0));
  await canCrop(page);
  await saves(page);
  expect(await quartersOf(user)).toEqual(Array(4).fill('lime'));
});

test('a form that is refused for another field has lost its file, and shows that', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  await chooses(page, await heavy(0));
  await canCrop(page);
  await page.fill('#profile [name=username]', 'a@b');
  await page.click('#profile [type=submit]');
  await page.waitForSelector('#profile [name=username][aria-invalid=true]');
  await page.waitForSelector('[role=application]', { state: 'detached' });
  expect(await page.inputValue('[name=avatar]')).toBe('');
});
