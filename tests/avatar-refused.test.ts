import type { Session } from '../db/sessions';
import { changeProfile } from '../lib/profile';
import { Unavailable } from '../lib/unavailable';
import { bytesOf, type Content, flat, noise, shown, upload } from './support/avatars';
import { useDatabase } from './support/database';
import { bomb, FOREIGN, jpegHead, pngHead, webpHead } from './support/hostile';
import { CLIENT, createPerson, createSession } from './support/people';

useDatabase();

const MEGABYTE = 1024 * 1024;

const part = async (content: Content, share: number) => {
  const whole = await bytesOf(content);
  return whole.subarray(0, Math.floor(whole.length * share));
};

const DAMAGED: [string, () => Content | Promise<Content>][] = [
  ['half a JPEG', () => part(noise().jpeg(), 0.5)],
  ['half a progressive JPEG', () => part(noise().jpeg({ progressive: true }), 0.5)],
  ['half a PNG', () => part(noise().png(), 0.5)],
  ['half a WebP', () => part(noise().webp(), 0.5)],
  ['the beginning of a JPEG', () => part(noise().jpeg(), 0.001)],
  ['the beginning of a PNG', () => part(noise().png(), 0.0003)],
  ['the beginning of a WebP', () => part(noise().webp(), 0.002)],
  ['the head of a PNG without a picture', () => pngHead(9, 9)],
  ['the head of a JPEG without a picture', () => jpegHead(9, 9)],
  ['the head of a WebP without a picture', () => webpHead(9, 9)],
  ['a PNG that says it has no width', () => pngHead(0, 9)],
];

const HUGE: [string, () => Content | Promise<Content>][] = [
  ['a PNG of 748 KB and 16000 by 16000 pixels', () => bomb(16_000)],
  ['a PNG of 52 megapixels and a bit', () => flat(8000, 6501).png()],
  ['the head of a PNG of 2147483647 by 2147483647', () => pngHead(0x7fffffff, 0x7fffffff)],
  ['the head of a PNG of 60000 by 60000', () => pngHead(60_000, 60_000)],
  ['the head of a JPEG of 65500 by 65500', () => jpegHead(65_500, 65_500)],
  ['the head of a WebP of 16383 by 16383', () => webpHead(16_383, 16_383)],
];

describe.each([
  ['notAnImage', FOREIGN],
  ['damaged', DAMAGED],
  ['tooManyPixels', HUGE],
  ['tooLarge', [['a file of 10 MB and a byte', () => Buffer.alloc(10 * MEGABYTE + 1)]] as typeof FOREIGN],
])('refused as %s, keeping the old picture:', (error, files) => {
  test.each(files)('%s', async (_, content) => {
    const alice = await createPerson('alice');
    await upload(alice, flat(9, 9).png());
    const before = await shown(alice);
    const refused = await upload(alice, await content());
    expect(refused).toMatchObject({ ok: false, error: `avatar.errors.${error}`, field: 'avatar' });
    expect(before?.type).toBe('image/webp');
    expect(await shown(alice)).toEqual(before);
  });
});

test.each([
  ['baseline', {}],
  ['progressive', { progressive: true }],
])('accepts a %s JPEG without an end marker', async (_, options) => {
  const whole = await noise().jpeg(options).toBuffer();
  const alice = await createPerson('alice');
  for (const missing of [1, 2]) expect(await upload(alice, whole.subarray(0, -missing))).toMatchObject({ ok: true });
  expect(await upload(alice, whole.subarray(0, -200))).toMatchObject({ error: 'avatar.errors.damaged' });
});

test('refuses pictures while the queue is full, and accepts them later', async () => {
  const sessions = await Promise.all(
    Array.from({ length: 30 }, async (_, n) => createSession(await createPerson(`person${n}`))),
  );
  const avatar = new Blob([new Uint8Array(await bytesOf(flat(3000, 2000).png()))]);
  const change = (session: Session) => changeProfile(session, { avatar, currentPassword: '' }, CLIENT);
  const outcomes = await Promise.allSettled(sessions.map(change));
  const taken = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value.ok);
  const busy = outcomes.filter((outcome) => outcome.status === 'rejected' && outcome.reason instanceof Unavailable);
  expect(taken.length).toBeGreaterThanOrEqual(17);
  expect(busy.length).toBeGreaterThan(0);
  expect(taken.length + busy.length).toBe(30);
  expect(await change(sessions[29] as Session)).toMatchObject({ ok: true });
});

test('refuses the third picture that one user sends at once, and keeps room for others', async () => {
  const [bob, alice] = [
    await createSession(await createPerson('bob')),
    await createSession(await createPerson('alice')),
  ];
  const avatar = new Blob([new Uint8Array(await bytesOf(flat(3000, 2000).png()))]);
  const change = (session: Session) => changeProfile(session, { avatar, currentPassword: '' }, CLIENT);
  const all = Promise.allSettled(Array.from({ length: 40 }, () => change(bob)));
  expect(await change(alice)).toMatchObject({ ok: true });
  const outcomes = await all;
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value.ok)).toHaveLength(2);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.filter(({ reason }) => reason instanceof Unavailable)).toHaveLength(38);
  expect(await change(bob)).toMatchObject({ ok: true });
});
