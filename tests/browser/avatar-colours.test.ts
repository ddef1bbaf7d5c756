import type { Page } from 'playwright-core';
import { onTheirProfile } from '../support/avatar-page';
import { flat, pixelOf, upload } from '../support/avatars';
import { useChromium } from '../support/chromium';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

/** libvips, lcms and Chromium differ by 20 in print colours. */
const TOLERANCE = 28;

const drawnBy = (page: Page, jpeg: Buffer) =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    const context = new OffscreenCanvas(9, 9).getContext('2d');
    context?.drawImage(image, 0, 0);
    return [...(context?.getImageData(4, 4, 1, 1).data ?? [])].slice(0, 3);
  }, jpeg.toString('base64'));

test.each([
  ['red', 'with', '#dc1e1e'],
  ['green', 'with', '#1eb41e'],
  ['red', 'without', '#dc1e1e'],
  ['green', 'without', '#1eb41e'],
])('shows %s of a CMYK JPEG %s a profile as Chromium does', async (_, profile, colour) => {
  const [page, user] = await onTheirProfile(opens, portrait());
  const picture = flat(99, 99, colour).toColourspace('cmyk');
  const jpeg = await (profile === 'with' ? picture.withIccProfile('cmyk') : picture).jpeg({ quality: 95 }).toBuffer();
  await upload(user, jpeg);
  const [drawn, stored] = [await drawnBy(page, jpeg), await pixelOf(user, 256, 256)];
  const differences = drawn.map((level, channel) => Math.abs(level - (stored[channel] ?? 0)));
  expect(Math.max(...differences)).toBeLessThanOrEqual(TOLERANCE);
});
