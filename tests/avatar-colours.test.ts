import sharp from 'sharp';
import { bytesOf, type Content, flat, pixelOf, quartersOf, upload } from './support/avatars';
import { useDatabase } from './support/database';
import { createPerson } from './support/people';
import { patch, type SpaceName, type Triple } from './support/profiles';

useDatabase();

const TOMATO: Triple = [192, 64, 32];
const tomato = () => flat(99, 99, '#c04020');

const difference = (a: number[], b: number[]) => Math.max(...[0, 1, 2].map((n) => Math.abs((a[n] ?? 0) - (b[n] ?? 0))));

const RED: Triple = [220, 30, 30];
const GREEN: Triple = [30, 180, 30];
const SPACE_NAMES: (SpaceName | undefined)[] = [undefined, 'sRGB', 'Display P3', 'Adobe RGB', 'ProPhoto'];

describe.each([8, 16] as const)('a PNG with %i bits a channel', (depth) => {
  describe.each([false, true])('with transparency: %s', (hasAlpha) => {
    test.each(SPACE_NAMES)('in %s keeps red and green', async (space) => {
      const alice = await createPerson('alice');
      for (const colour of [RED, GREEN]) {
        await upload(alice, patch(colour, space, depth, hasAlpha));
        expect(difference(await pixelOf(alice, 256, 256), colour)).toBeLessThanOrEqual(3);
      }
    });
  });
});

/** The colour in a file, ignoring its profile. */
async function stored(file: Buffer): Promise<number[]> {
  const { data, info } = await sharp(file, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray(0, info.channels)];
}

test.each<[string, number, () => Content]>([
  ['JPEG in Display P3, as phones make it', 6, () => tomato().withIccProfile('p3').jpeg({ quality: 95 })],
  ['PNG in Display P3', 6, () => tomato().withIccProfile('p3').png()],
  ['WebP in Display P3', 6, () => tomato().withIccProfile('p3').webp({ quality: 95 })],
  ['JPEG in CMYK, for print', 28, () => tomato().withIccProfile('cmyk').toColourspace('cmyk').jpeg()],
])('applies the profile of a %s', async (_, tolerance, picture) => {
  const alice = await createPerson('alice');
  const file = await bytesOf(picture());
  expect(difference(await stored(file), TOMATO)).toBeGreaterThan(6);
  await upload(alice, file);
  expect(difference(await pixelOf(alice, 256, 256), TOMATO)).toBeLessThan(tolerance);
});

test.each<[string, number, () => Content]>([
  ['JPEG in CMYK without a profile', 32, () => tomato().toColourspace('cmyk').jpeg()],
  ['PNG with 16 bits a colour', 4, () => tomato().toColourspace('rgb16').png()],
  ['PNG with 16 bits a colour and transparency', 4, () => tomato().ensureAlpha(0.9).toColourspace('rgb16').png()],
  ['PNG with a palette', 4, () => tomato().png({ palette: true })],
])('keeps the colours of a %s', async (_, tolerance, picture) => {
  const alice = await createPerson('alice');
  await upload(alice, picture());
  expect(difference(await pixelOf(alice, 256, 256), TOMATO)).toBeLessThan(tolerance);
});

test.each<[string, () => Content]>([
  ['PNG in greys', () => flat(99, 99, '#808080').toColourspace('b-w').png()],
  ['PNG in greys of 16 bits', () => flat(99, 99, '#808080').toColourspace('grey16').png()],
  ['JPEG in greys', () => flat(99, 99, '#808080').toColourspace('b-w').jpeg()],
])('keeps a %s grey', async (_, picture) => {
  const alice = await createPerson('alice');
  await upload(alice, picture());
  const [red = 0, green = 0, blue = 0] = await pixelOf(alice, 256, 256);
  expect([red, green, blue].every((level) => Math.abs(level - 128) < 4)).toBe(true);
});

test('keeps transparency', async () => {
  const alice = await createPerson('alice');
  const blank = sharp({ create: { width: 100, height: 100, channels: 4, background: '#0000' } });
  await upload(alice, blank.composite([{ input: await flat(100, 50).png().toBuffer(), top: 0, left: 0 }]).png());
  const [above, below] = [await pixelOf(alice, 256, 100), await pixelOf(alice, 256, 400)];
  expect([above[3], below[3]]).toEqual([255, 0]);
});

test('shows the first frame of an animation', async () => {
  const alice = await createPerson('alice');
  const frames = [await flat(99, 99, 'lime').png().toBuffer(), await flat(99, 99, 'blue').png().toBuffer()];
  const animation = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
  expect((await sharp(animation).metadata()).pages).toBe(2);
  await upload(alice, animation);
  expect(await quartersOf(alice)).toEqual(Array(4).fill('lime'));
});
