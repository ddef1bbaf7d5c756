import type { BrowserContextOptions, Page } from 'playwright-core';
import type { User } from '../../db/users';
import { bytesOf, quarters } from './avatars';
import { signInInBrowser } from './chromium';
import { newPerson } from './scenes';
import type { Portrait } from './server';

type Opens = (options?: BrowserContextOptions) => Promise<Page>;

/** Logs a new person in and opens their profile. */
export async function onTheirProfile(opens: Opens, portrait: Portrait, options?: BrowserContextOptions) {
  const user = await newPerson();
  const page = await opens(options);
  await signInInBrowser(page, portrait, user.username);
  return [page, user] as [Page, User];
}

export async function chooses(page: Page, buffer: Buffer, name = 'me.png'): Promise<void> {
  await page.setInputFiles('[name=avatar]', { name, mimeType: 'image/png', buffer });
}

/** Chooses a picture whose quarters are red, lime, blue and white, and waits until it can be cropped. */
export async function choosesQuarters(page: Page): Promise<void> {
  await chooses(page, await bytesOf((await quarters(800, 800)).png()));
  await canCrop(page);
}

export async function canCrop(page: Page): Promise<void> {
  await page.waitForSelector('[name=avatarSquare]', { state: 'attached' });
}

/** The message at the picture's field, found by its description. */
export async function faultOf(page: Page): Promise<string | null> {
  const described = await page.getAttribute('[name=avatar]', 'aria-describedby');
  const id = described?.split(' ').find((id) => id.endsWith('-fault'));
  return id ? page.locator(`[id="${id}"]`).textContent() : null;
}

export async function square(page: Page): Promise<number[]> {
  return (await page.inputValue('[name=avatarSquare]')).split(',').map(Number);
}

export async function saves(page: Page): Promise<void> {
  await page.click('#profile [type=submit]');
  await page.waitForSelector('main [role=status]');
}

/** @returns a function that turns fractions of the crop area's sides into a point in the window */
export async function areaOf(page: Page): Promise<(x: number, y: number) => { x: number; y: number }> {
  const box = await page.locator('[role=application]').boundingBox();
  if (!box) throw new Error('nothing to crop');
  return (x, y) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
}
