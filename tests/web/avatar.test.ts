import sharp from 'sharp';
import { Browser } from '../support/browser';
import { userNamed } from '../support/people';
import { picture, someoneSignedIn } from '../support/scenes';
import { theServer } from '../support/server';

const portrait = theServer();

const address = (page: Browser) => page.document.querySelector('form img')?.getAttribute('src') ?? '';

test('a picture becomes a square WebP that is served by version, for good', async () => {
  const [page] = await someoneSignedIn(portrait());
  const initials = address(page);
  await page.submits('profile', { avatar: await picture() });
  expect(page.notice).toBe('Your changes are saved.');
  const image = await page.fetches(address(page));
  expect(Object.fromEntries(image.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': expect.stringContaining('sandbox'),
    'x-content-type-options': 'nosniff',
  });
  expect(await sharp(await image.arrayBuffer()).metadata()).toMatchObject({ format: 'webp', width: 192, height: 192 });
  expect((await page.fetches(initials)).status).toBe(404);
});

test('a removed picture gives way to the initials, and its address is dead', async () => {
  const [page] = await someoneSignedIn(portrait());
  await page.submits('profile', { avatar: await picture() });
  const gone = address(page);
  await page.submits('profile', { removeAvatar: true });
  expect((await page.fetches(gone)).status).toBe(404);
  expect((await page.fetches(address(page))).headers.get('content-type')).toBe('image/svg+xml');
});

test('avatars are for people who are signed in', async () => {
  const [page] = await someoneSignedIn(portrait());
  const stranger = new Browser(portrait().url);
  expect((await stranger.fetches(address(page))).status).toBe(401);
});

test.each([
  ['a text file named .png', 'me.png', 'image/png', 'hello'],
  ['an SVG', 'me.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['HTML that says it is a JPEG', 'me.jpg', 'image/jpeg', '<script>alert(1)</script>'],
  ['an empty file', 'me.png', 'image/png', ''],
])('%s is refused, and the other fields are kept', async (_, name, type, content) => {
  const [page, user] = await someoneSignedIn(portrait());
  await page.submits('profile', { avatar: new File([content], name, { type }), language: 'fr' });
  expect(page.alert).toBe('This file is not a picture that can be used. Choose a JPEG, PNG or WebP file.');
  expect([page.fieldAtFault, page.value('language')]).toEqual(['avatar', 'fr']);
  expect(await userNamed(user.username)).toMatchObject({ avatarVersion: null, language: 'en' });
});

test('a truncated JPEG is refused', async () => {
  const whole = await sharp(await noise(600))
    .jpeg()
    .toBuffer();
  const [page] = await someoneSignedIn(portrait());
  await page.submits('profile', { avatar: new File([new Uint8Array(whole.subarray(0, whole.length / 2))], 'me.jpg') });
  expect(page.alert).toBe('The picture is damaged or incomplete. Choose another file.');
});

test('a 100-megapixel PNG of a few hundred KB is refused', async () => {
  const [page] = await someoneSignedIn(portrait());
  await page.submits('profile', { avatar: await picture('huge.png', { width: 10_000, height: 10_000 }) });
  expect(page.alert).toBe('The picture has too many pixels: at most 50 megapixels.');
});

test('a 9.9 MB photo is taken, an 11 MB one is refused, and a 30 MB one gets a page that says so', async () => {
  const photo = await sharp(await noise(1500))
    .jpeg({ quality: 90 })
    .toBuffer();
  const padded = (megabytes: number) =>
    new File([new Uint8Array(photo), new Uint8Array(megabytes * 1024 * 1024 - photo.length)], 'me.jpg');
  const [page] = await someoneSignedIn(portrait());
  await page.submits('profile', { avatar: padded(9.9) });
  expect(page.notice).toBe('Your changes are saved.');
  await page.submits('profile', { avatar: padded(11) });
  expect(page.alert).toBe('The picture is too large: at most 10 MB.');
  await page.submits('profile', { avatar: padded(30) });
  expect([page.status, page.alert]).toEqual([413, expect.stringContaining('too large')]);
});

function noise(side: number): Promise<Buffer> {
  return sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .png()
    .toBuffer();
}
