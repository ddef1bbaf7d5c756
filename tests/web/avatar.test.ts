import sharp from 'sharp';
import { Browser } from '../support/browser';
import { newSignedInPerson, picture } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

const address = (page: Browser) => page.document.querySelector('form img')?.getAttribute('src') ?? '';

test('serves a picture as a square WebP that browsers may keep', async () => {
  const [page] = await newSignedInPerson(portrait());
  const initials = address(page);
  await page.submits('profile', { avatar: await picture() });
  expect(page.notice).toBe('Your changes have been saved.');
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

test('responds with 304 to a browser that has the picture', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.submits('profile', { avatar: await picture() });
  const etag = (await page.fetches(address(page))).headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[^"]+"$/);
  const again = (value: string) => page.fetches(address(page), { headers: { 'if-none-match': value } });
  for (const value of [etag, `W/${etag}`, `"another", ${etag}`, '*']) {
    const answer = await again(value);
    expect([value, answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([value, 304, '', etag]);
  }
  expect((await again('"another"')).status).toBe(200);
  const kept = address(page);
  await page.submits('profile', { avatar: await picture('other.png', { colour: '#2060c0' }) });
  expect((await page.fetches(kept, { headers: { 'if-none-match': etag } })).status).toBe(404);
});

test('serves every size that the page offers, each with its own ETag', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.submits('profile', { avatar: await picture() });
  const offered = page.document.querySelector('form img')?.getAttribute('srcset')?.split(', ') ?? [];
  const marks = new Set<string | null>();
  for (const [address = '', width] of offered.map((offer) => offer.split(' '))) {
    const answer = await page.fetches(address);
    expect(`${(await sharp(await answer.arrayBuffer()).metadata()).width}w`).toBe(width);
    marks.add(answer.headers.get('etag'));
  }
  expect(marks.size).toBe(3);
});

test('serves initials after a picture is removed, and 404 at its address', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.submits('profile', { avatar: await picture() });
  const gone = address(page);
  await page.submits('profile', { removeAvatar: true });
  expect((await page.fetches(gone)).status).toBe(404);
  expect((await page.fetches(address(page))).headers.get('content-type')).toBe('image/svg+xml');
});

test('responds with 401 to a visitor who is not logged in', async () => {
  const [page] = await newSignedInPerson(portrait());
  const stranger = new Browser(portrait().url);
  expect((await stranger.fetches(address(page))).status).toBe(401);
});

test('accepts a photo of 9.9 MB and refuses those of 11 and 30 MB', async () => {
  const photo = await sharp(await noise(1500))
    .jpeg({ quality: 90 })
    .toBuffer();
  const padded = (megabytes: number) =>
    new File([new Uint8Array(photo), new Uint8Array(megabytes * 1024 * 1024 - photo.length)], 'me.jpg');
  const [page] = await newSignedInPerson(portrait());
  await page.submits('profile', { avatar: padded(9.9) });
  expect(page.notice).toBe('Your changes have been saved.');
  await page.submits('profile', { avatar: padded(11) });
  expect(page.alert).toBe('The picture is too large. Choose one of 10\u00a0MB or less.');
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
