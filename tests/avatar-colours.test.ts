import sharp from 'sharp';
import { bytesOf, type Content, flat, pixelOf, quartersOf, upload } from './support/avatars';
import { useDatabase } from './support/database';
import { createPerson } from './support/people';

useDatabase();

const TOMATO = [192, 64, 32];
const tomato = () => flat(99, 99, '#c04020');

/** How far a colour is from the one that was meant, in the channel where it differs most. */
const error = (pixel: number[]) => Math.max(...TOMATO.map((level, channel) => Math.abs(level - (pixel[channel] ?? 0))));

/** What a file says of a colour to whoever overlooks its profile. */
async function stored(file: Buffer): Promise<number[]> {
  const { data, info } = await sharp(file, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray(0, info.channels)];
}

test.each<[string, number, () => Content]>([
  ['JPEG in Display P3, as phones make it', 6, () => tomato().withIccProfile('p3').jpeg({ quality: 95 })],
  ['PNG in Display P3', 6, () => tomato().withIccProfile('p3').png()],
  ['WebP in Display P3', 6, () => tomato().withIccProfile('p3').webp({ quality: 95 })],
  ['JPEG in CMYK, for print', 16, () => tomato().withIccProfile('cmyk').toColourspace('cmyk').jpeg()],
])('the colours of a %s are those that were meant', async (_, tolerance, picture) => {
  const alice = await createPerson('alice');
  const file = await bytesOf(picture());
  expect(error(await stored(file))).toBeGreaterThan(6);
  await upload(alice, file);
  expect(error(await pixelOf(alice, 256, 256))).toBeLessThan(tolerance);
});

test.each<[string, number, () => Content]>([
  ['JPEG in CMYK without a profile', 32, () => tomato().toColourspace('cmyk').jpeg()],
  ['PNG with 16 bits a colour', 4, () => tomato().toColourspace('rgb16').png()],
  ['PNG with 16 bits a colour and transparency', 4, () => tomato().ensureAlpha(0.9).toColourspace('rgb16').png()],
  ['PNG with a palette', 4, () => tomato().png({ palette: true })],
])('the colours of a %s are right', async (_, tolerance, picture) => {
  const alice = await createPerson('alice');
  await upload(alice, picture());
  expect(error(await pixelOf(alice, 256, 256))).toBeLessThan(tolerance);
});

test.each<[string, () => Content]>([
  ['PNG in greys', () => flat(99, 99, '#808080').toColourspace('b-w').png()],
  ['PNG in greys of 16 bits', () => flat(99, 99, '#808080').toColourspace('grey16').png()],
  ['JPEG in greys', () => flat(99, 99, '#808080').toColourspace('b-w').jpeg()],
])('a %s stays grey', async (_, picture) => {
  const alice = await createPerson('alice');
  await upload(alice, picture());
  const [red = 0, green = 0, blue = 0] = await pixelOf(alice, 256, 256);
  expect([red, green, blue].every((level) => Math.abs(level - 128) < 4)).toBe(true);
});

test('what is transparent stays transparent', async () => {
  const alice = await createPerson('alice');
  const blank = sharp({ create: { width: 100, height: 100, channels: 4, background: '#0000' } });
  await upload(alice, blank.composite([{ input: await flat(100, 50).png().toBuffer(), top: 0, left: 0 }]).png());
  const [above, below] = [await pixelOf(alice, 256, 100), await pixelOf(alice, 256, 400)];
  expect([above[3], below[3]]).toEqual([255, 0]);
});

test('of an animation the first picture is shown', async () => {
  const alice = await createPerson('alice');
  const frames = [await flat(99, 99, 'lime').png().toBuffer(), await flat(99, 99, 'blue').png().toBuffer()];
  const animation = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
  expect((await sharp(animation).metadata()).pages).toBe(2);
  await upload(alice, animation);
  expect(await quartersOf(alice)).toEqual(Array(4).fill('lime'));
});
