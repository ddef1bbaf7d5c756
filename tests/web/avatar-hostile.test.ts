import { bytesOf, type Content, flat, noise } from '../support/avatars';
import type { Browser } from '../support/browser';
import { bomb, FOREIGN, pngHead } from '../support/hostile';
import { findUser } from '../support/people';
import { newSignedInPerson, picture } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

/** What libvips holds of the largest picture, twice over, above what Next takes. Megabytes. */
const MEMORY_BOUND = 1000;

const NAMES = [
  ['me.jpg', 'image/jpeg'],
  ['me.png', 'image/png'],
  ['me.webp', 'image/webp'],
] as const;

const file = async (content: Content, [name, type]: readonly [string, string] = NAMES[0]) =>
  new File([new Uint8Array(await bytesOf(content))], name, { type });

const avatar = async (page: Browser) => {
  const address = page.document.querySelector('form img')?.getAttribute('src') ?? '';
  return Buffer.from(await (await page.fetches(address)).arrayBuffer());
};

test.each(FOREIGN)(
  '%s is refused under every name and type that is taken, and the rest is kept',
  async (_, content) => {
    const [page, user] = await newSignedInPerson(portrait());
    await page.submits('profile', { avatar: await picture() });
    const before = await avatar(page);
    for (const name of NAMES) {
      await page.submits('profile', { avatar: await file(content(), name), language: 'fr' });
      expect(page.alert).toBe("This file isn't a picture we can use. Choose a JPEG, PNG or WebP file.");
      expect([page.status, page.fieldAtFault, page.value('language')]).toEqual([200, 'avatar', 'fr']);
    }
    expect(await findUser(user.username)).toMatchObject({ language: 'en' });
    expect(await avatar(await page.reloads())).toEqual(before);
  },
);

test('bombs and ruins are refused one after another, by one server, in bounded memory', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.submits('profile', { avatar: await picture() });
  const before = await avatar(page);
  const ruin = await noise(600).jpeg().toBuffer();
  const hostile: [string, Content][] = [
    ['The picture has too many pixels. Choose one of 50 megapixels or less.', await bomb(16_000)],
    ['The picture has too many pixels. Choose one of 50 megapixels or less.', pngHead(60_000, 60_000)],
    ['The picture is damaged or incomplete. Choose another file.', ruin.subarray(0, ruin.length / 2)],
    ['The picture is damaged or incomplete. Choose another file.', pngHead(7000, 7000)],
  ];
  for (const [sentence, content] of hostile) {
    await page.submits('profile', { avatar: await file(content) });
    expect(page.alert).toBe(sentence);
    expect(await avatar(await page.reloads())).toEqual(before);
  }
  expect(portrait().peakMemory()).toBeLessThan(MEMORY_BOUND);
});

test('many large photos at once are taken or put off with 503, in bounded memory, and pages stay open', async () => {
  const photo = await file(flat(8000, 6000).jpeg({ progressive: true }));
  const [page] = await newSignedInPerson(portrait());
  const send = () =>
    page.fetches('/en/profile', {
      method: 'POST',
      body: page.filled('profile', { avatar: photo }),
      headers: page.formHeaders(),
    });
  const answers = Promise.all(Array.from({ length: 24 }, send));
  expect((await page.fetches('/en/profile')).status).toBe(200);
  const statuses = (await answers).map(({ status }) => status);
  expect(statuses.filter((status) => status === 303).length).toBeGreaterThanOrEqual(17);
  expect(statuses.filter((status) => status !== 303 && status !== 503)).toEqual([]);
  expect(portrait().peakMemory()).toBeLessThan(MEMORY_BOUND);
  await page.submits('profile', { avatar: await picture() });
  expect(page.notice).toBe('Your changes have been saved.');
});
