import { readFileSync } from 'node:fs';
import { bytesOf, type Content, flat, noise } from '../support/avatars';
import type { Browser } from '../support/browser';
import { bomb, FOREIGN, pngHead } from '../support/hostile';
import { findUser } from '../support/people';
import { isRunning } from '../support/running';
import { newSignedInPerson, picture } from '../support/scenes';
import { launchServer, type Portrait, startOwnServer } from '../support/server';
import { until } from '../support/until';

const portrait = startOwnServer();

/** libvips runs in another process: this server only holds the files that wait. */
const SERVER_MAX_MB = 700;

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

const FOREIGN_NAMED = FOREIGN.map(([title, content], index) => {
  const named = NAMES[index % NAMES.length] ?? NAMES[0];
  return { title, content, named, as: named[0] };
});

test.each(FOREIGN_NAMED)('refuses $title that is called $as, and changes nothing else', async ({ content, named }) => {
  const [page, user] = await newSignedInPerson(portrait());
  await page.submits('profile', { avatar: await picture() });
  const before = await avatar(page);
  await page.submits('profile', { avatar: await file(content(), named), language: 'fr' });
  expect(page.alert).toBe("This file isn't a picture we can use. Choose a JPEG, PNG or WebP file.");
  expect([page.status, page.fieldAtFault, page.value('language')]).toEqual([200, 'avatar', 'fr']);
  expect(await findUser(user.username)).toMatchObject({ language: 'en' });
  expect(await avatar(await page.reloads())).toEqual(before);
});

test('refuses bombs and damaged pictures one after another in bounded memory', async () => {
  const [page] = await newSignedInPerson(portrait());
  await page.submits('profile', { avatar: await picture() });
  const before = await avatar(page);
  const ruin = await noise(600).jpeg().toBuffer();
  const hostile: [string, Content][] = [
    ['The picture has too many pixels. Choose one of 52 megapixels or less.', bomb(16_000)],
    ['The picture has too many pixels. Choose one of 52 megapixels or less.', pngHead(60_000, 60_000)],
    ['The picture is damaged or incomplete. Choose another file.', ruin.subarray(0, ruin.length / 2)],
    ['The picture is damaged or incomplete. Choose another file.', pngHead(7000, 7000)],
  ];
  for (const [sentence, content] of hostile) {
    await page.submits('profile', { avatar: await file(content) });
    expect(page.alert).toBe(sentence);
    expect(await avatar(await page.reloads())).toEqual(before);
  }
  expect(portrait().peakMemory()).toBeLessThan(SERVER_MAX_MB);
});

test('accepts many large photos at once or responds with 503, in bounded memory, and serves pages meanwhile', async () => {
  const photo = await file(flat(8000, 6000).jpeg()); // a progressive one would only cost the decoder more
  const pages: Browser[] = [];
  while (pages.length < 12) pages.push((await newSignedInPerson(portrait()))[0]);
  const [page] = pages as [Browser];
  const send = (page: Browser) =>
    page.fetches('/en/profile', {
      method: 'POST',
      body: page.filled('profile', { avatar: photo }),
      headers: page.formHeaders(),
    });
  const answers = Promise.all([...pages, ...pages].map(send));
  expect((await page.fetches('/en/profile')).status).toBe(200);
  const statuses = (await answers).map(({ status }) => status);
  expect(statuses.filter((status) => status === 303).length).toBeGreaterThanOrEqual(17);
  expect(statuses.filter((status) => status !== 303 && status !== 503)).toEqual([]);
  expect(portrait().peakMemory()).toBeLessThan(SERVER_MAX_MB);
  await page.submits('profile', { avatar: await picture() });
  expect(page.notice).toBe('Your changes have been saved.');
});

test('starts a decoder with the first upload', async () => {
  const server = await launchServer();
  const [page] = await newSignedInPerson(server);
  expect(childrenOf(server)).toEqual([]);
  await page.submits('profile', { avatar: await picture() });
  expect(childrenOf(server)).toHaveLength(1);
  await server.stop();
});

test('serves files and stops on SIGTERM while a decoder hangs', async () => {
  const server = await launchServer();
  const [page] = await newSignedInPerson(server);
  await page.submits('profile', { avatar: await picture() });
  const [decoder = 0] = childrenOf(server);
  process.kill(decoder, 'SIGSTOP');
  const body = page.filled('profile', { avatar: await picture() });
  const uploads = Promise.all(
    Array.from({ length: 5 }, () => page.fetches('/en/profile', { method: 'POST', body, headers: page.formHeaders() })),
  );
  const stylesheet = page.document.querySelector('[rel=stylesheet]')?.getAttribute('href') ?? '';
  expect((await page.fetches(stylesheet)).status).toBe(200);
  await server.kill('SIGTERM');
  await until(() => !isRunning(decoder));
  await uploads.catch(() => {}); // those that waited in the queue are cut off
  await server.restart();
  await server.stop();
});

/** A server's child processes: Linux, proc(5). */
function childrenOf(server: Portrait): number[] {
  const { pid } = server.process();
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}
