import { randomBytes } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { db } from '../db';
import type { User } from '../db/users';
import { AVATAR_SIZES, avatarOf, avatarVersion, initials } from '../lib/avatar';
import { changeProfile } from '../lib/profile';
import { eachTestHasItsDatabase } from './support/database';
import { HERE, person, sessionFor, userNamed } from './support/people';

eachTestHasItsDatabase();

const flat = (width: number, height: number, background = 'red') =>
  sharp({ create: { width, height, channels: 3, background } });

const noise = () => sharp(randomBytes(200 * 200 * 3), { raw: { width: 200, height: 200, channels: 3 } });

/** The left half is red and the right half is blue. */
const halves = async () =>
  flat(200, 200, 'blue').composite([{ input: await flat(100, 200).png().toBuffer(), left: 0, top: 0 }]);

const half = async (picture: Sharp) => picture.toBuffer().then((whole) => whole.subarray(0, whole.length / 2));

/** A picture of so many megabytes, most of which no reader looks at. */
async function heavy(megabytes: number) {
  const file = Buffer.alloc(megabytes * 1024 * 1024);
  (await flat(9, 9).jpeg().toBuffer()).copy(file);
  return file;
}

type Content = Sharp | Buffer | string;

const bytes = async (content: Content) => (content instanceof sharp ? content.toBuffer() : Buffer.from(content));

const upload = async (user: User, content: Content) =>
  change(user, new File([new Uint8Array(await bytes(content))], 'me.png', { type: 'image/png' }));

const change = async (user: User, avatar: Blob | 'none') =>
  changeProfile(await sessionFor(user), { avatar, currentPassword: '' }, HERE);

/** What the address of the user's picture of the moment answers. */
async function shown(name: string, size: (typeof AVATAR_SIZES)[number] = 512) {
  const user = await userNamed(`${name}@example.com`);
  return avatarOf(user.id, avatarVersion(user), size);
}

const COLOURS: Record<string, string> = { '1,0,0': 'red', '0,0,1': 'blue', '1,1,1': 'white' };

async function colourAt(name: string, left: number, top: number) {
  const pixel = sharp((await shown(name))?.body as Buffer).extract({ left, top, width: 1, height: 1 });
  return COLOURS[[...(await pixel.removeAlpha().raw().toBuffer())].map((level) => Math.round(level / 255)).join()];
}

test.each([
  ['JPEG', () => flat(300, 200).jpeg()],
  ['JPEG for print', () => flat(300, 200).toColourspace('cmyk').jpeg()],
  ['PNG', () => flat(200, 300).png()],
  ['PNG with a palette', () => flat(200, 300).png({ palette: true })],
  ['PNG with 16 bits a colour', () => flat(20, 30).toColourspace('rgb16').png()],
  ['PNG with transparency', () => flat(200, 300).ensureAlpha(0.9).png()],
  ['PNG in greys', () => flat(9, 9, 'white').toColourspace('b-w').png(), 'white'],
  ['WebP', () => flat(200, 200).webp()],
  ['PNG of one pixel', () => flat(1, 1).png()],
  ['PNG of 50 megapixels', () => flat(8000, 6250).png()],
  ['JPEG of 10 MB', () => heavy(10)],
])('a %s becomes three WebP squares', async (_, picture, colour = 'red') => {
  expect(await upload(await person('alice'), await picture())).toMatchObject({ ok: true });
  for (const size of [512, 192, 64] as const) {
    const served = await shown('alice', size);
    expect(served?.type).toBe('image/webp');
    expect(await sharp(served?.body as Buffer).metadata()).toMatchObject({ format: 'webp', width: size, height: size });
  }
  expect(await colourAt('alice', 256, 256)).toBe(colour);
});

test('nothing of the file goes on but what is seen', async () => {
  const picture = noise()
    .withIccProfile('p3')
    .withExif({ IFD0: { Copyright: 'Alice' }, IFD3: { GPSLatitudeRef: 'N' } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- Alice --></x:xmpmeta>')
    .jpeg();
  const file = Buffer.concat([await picture.toBuffer(), Buffer.from('<script>alert("Alice")</script>')]);
  expect(await sharp(file).metadata()).toMatchObject({
    exif: expect.anything(),
    icc: expect.anything(),
    xmp: expect.anything(),
  });
  await upload(await person('alice'), file);
  for (const size of AVATAR_SIZES) {
    const body = (await shown('alice', size))?.body as Buffer;
    const { exif, icc, iptc, xmp, orientation } = await sharp(body).metadata();
    expect({ exif, icc, iptc, xmp, orientation }).toEqual({});
    expect(body.includes('Alice')).toBe(false);
  }
});

test.each([
  [1, 'left', 9, 256],
  [3, 'right', 500, 256],
  [6, 'top', 256, 9],
  [8, 'bottom', 256, 500],
])('with EXIF orientation %i what is stored on the left is seen at the %s', async (orientation, _, x, y) => {
  await upload(await person('alice'), (await halves()).withMetadata({ orientation }).jpeg());
  expect(await colourAt('alice', x, y)).toBe('red');
});

test.each([
  ['a text', 'notAnImage', () => 'I am a picture, says my name'],
  ['an SVG', 'notAnImage', () => '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
  ['an HTML page', 'notAnImage', () => '<!doctype html><script>alert(1)</script>'],
  ['a GIF', 'notAnImage', () => flat(9, 9).gif()],
  ['a TIFF', 'notAnImage', () => flat(9, 9).tiff()],
  ['an empty file', 'notAnImage', () => ''],
  ['half a JPEG', 'damaged', () => half(noise().jpeg())],
  ['half a PNG', 'damaged', () => half(noise().png())],
  ['half a WebP', 'notAnImage', () => half(noise().webp())],
  ['a JPEG of 10 MB and a byte', 'tooLarge', () => heavy(10 + 1 / 1024 / 1024)],
  ['a picture of 100 megapixels', 'tooManyPixels', () => flat(10_000, 10_000).png()],
  ['a picture of 50 megapixels and a bit', 'tooManyPixels', () => flat(8000, 6251).png()],
])('%s is refused as %s, and the old picture stays', async (_, error, picture) => {
  const alice = await person('alice');
  await upload(alice, flat(9, 9).png());
  const before = await shown('alice');
  const refused = await upload(alice, await picture());
  expect(refused).toMatchObject({ ok: false, error: `avatar.errors.${error}`, field: 'avatar' });
  expect(before?.type).toBe('image/webp');
  expect(await shown('alice')).toEqual(before);
});

test.each([
  [10_000, 10],
  [16_383, 1],
  [1, 16_383],
])('a strip of %i by %i becomes a square like any picture', async (width, height) => {
  const alice = await person('alice');
  await upload(alice, flat(width, height).png());
  expect(await userNamed(alice.username)).toMatchObject({ avatarVersion: expect.any(String) });
});

test('another picture has another address, and the old address answers nothing', async () => {
  const alice = await person('alice');
  await upload(alice, flat(9, 9).png());
  const { avatarVersion: first } = await userNamed(alice.username);
  await upload(alice, flat(9, 9, 'blue').png());
  expect(await avatarOf(alice.id, first as string, 512)).toBeUndefined();
  expect(await colourAt('alice', 9, 9)).toBe('blue');
  expect(await db().query.avatars.findMany()).toHaveLength(AVATAR_SIZES.length);
});

test('of two pictures at once one stays, whole', async () => {
  const alice = await person('alice');
  await Promise.all(['red', 'blue'].map((colour) => upload(alice, flat(9, 9, colour).png())));
  const { avatarVersion } = await userNamed(alice.username);
  const kept = await db().query.avatars.findMany();
  expect(kept.map(({ version }) => version)).toEqual(AVATAR_SIZES.map(() => avatarVersion));
});

test('a picture that is removed leaves initials, and both are recorded', async () => {
  const alice = await person('alice');
  await upload(alice, flat(9, 9).png());
  expect(await change(alice, 'none')).toMatchObject({ ok: true });
  expect(await shown('alice')).toMatchObject({ type: 'image/svg+xml', body: expect.stringContaining('>A</text>') });
  expect(await db().query.avatars.findMany()).toEqual([]);
  const recorded = (await db().query.events.findMany()).map(({ type }) => type);
  expect(recorded.filter((type) => type.startsWith('avatar'))).toEqual(['avatar-changed', 'avatar-removed']);
});

test.each([
  ['anna.maria@x', 'AM'],
  ['bob@x', 'B'],
  ['bob+news+x@x', 'BN'],
  ['иван.петров@x', 'ИП'],
  ['e\u0301ric.o\u0308zil@x', 'E\u0301O\u0308'],
  ['निशा@x', 'नि'],
  ['\u{10428}bc@x', '\u{10400}'],
  ['😀.anna@x', 'A'],
  ['<&>@x', '?'],
  ['<b>anna&maria@x', 'BA'],
  ['___@x', '?'],
  ['', '?'],
])('the initials of %j are %s', (username, expected) => {
  expect(initials(username)).toBe(expected);
});

test('white is legible on the initials of every hue', async () => {
  await person('a&b');
  const { body } = (await shown('a&b')) as { body: string };
  expect(body).toContain('>AB</text>');
  const [, saturation, lightness] = /fill="hsl\(\d+ (\d+)% (\d+)%\)".* fill="#fff"/.exec(body) ?? [];
  for (let hue = 0; hue < 360; hue++)
    expect(contrastWithWhite(hue, Number(saturation), Number(lightness))).toBeGreaterThanOrEqual(4.5);
});

/** WCAG 2.2, "contrast ratio", of a colour as CSS Color 4 has it: section 7.1, `hslToRgb`. */
function contrastWithWhite(hue: number, saturation: number, lightness: number): number {
  const light = lightness / 100;
  const reach = (saturation / 100) * Math.min(light, 1 - light);
  const linear = (n: number) => {
    const k = (n + hue / 30) % 12;
    const channel = light - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  };
  return 1.05 / (0.2126 * linear(0) + 0.7152 * linear(8) + 0.0722 * linear(4) + 0.05);
}
