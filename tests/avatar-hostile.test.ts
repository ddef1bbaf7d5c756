import childProcess, { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import sharp from 'sharp';
import { readImageFile } from '../lib/image-file';
import { flat, quartersOf, upload } from './support/avatars';
import { useDatabase } from './support/database';
import { animatedWebp, chunk, inflating, jpegHead, jpegOfScans, pngWith } from './support/hostile';
import { createPerson } from './support/people';

useDatabase();

const fork = jest.spyOn(childProcess, 'fork');
const lastDecoder = () => fork.mock.results.at(-1)?.value as ChildProcess;

const empty = (type: string, count: number) => Buffer.alloc(12 * count, chunk(type, Buffer.alloc(0)));

const REFUSED: [string, () => Promise<Buffer>][] = [
  ['an animated WebP of 180,000 frames', () => animatedWebp(180_000)],
  ['a PNG of 800,000 chunks', () => pngWith(empty('IDAT', 800_000))],
  ['a PNG with a profile that inflates to 200 MB', () => pngWith(inflating(200).iCCP)],
  ['an interlaced PNG that takes 400 MB', () => deep(7000).png({ progressive: true }).toBuffer()],
  [
    'a progressive JPEG that takes 290 MB',
    () => flat(7000, 7000).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
  ],
  ['a JPEG of 49 megapixels with a scan for each colour', async () => jpegHead(7000, 7000, 3)],
  ['a progressive JPEG of 49 megapixels and 40 scans', () => jpegOfScans(7000, 30)],
];

test.each(REFUSED)('refuses %s without decoding it', async (_, make) => {
  const file = await make();
  expect(readImageFile(file)).toBe('damaged');
  const refused = await upload(await createPerson('alice'), file);
  expect(refused).toMatchObject({ ok: false, error: 'avatar.errors.damaged', field: 'avatar' });
});

/** What libvips gets of a file. */
const keptOf = (file: Buffer) => (readImageFile(file) as { bytes: Buffer }).bytes;

test.each(['zTXt', 'iTXt'] as const)('leaves out a %s chunk that inflates to 200 MB', async (type) => {
  const file = await pngWith(inflating(200)[type]);
  expect(keptOf(file)).toEqual(keptOf(await pngWith()));
  expect(await upload(await createPerson('alice'), file)).toMatchObject({ ok: true });
});

test('keeps the first frame of an animated WebP and none of the other 40,000', async () => {
  const file = await animatedWebp(40_000);
  expect(keptOf(file)).toEqual(await animatedWebp(1));
  const alice = await createPerson('alice');
  expect(await upload(alice, file)).toMatchObject({ ok: true });
  expect(await quartersOf(alice)).toEqual(Array(4).fill('red'));
});

test('keeps the still picture of an animated PNG and none of its frames', async () => {
  const animation = [chunk('acTL', Buffer.alloc(8)), chunk('fcTL', Buffer.alloc(26)), chunk('fdAT', Buffer.alloc(99))];
  expect(keptOf(await pngWith(...animation))).toEqual(keptOf(await pngWith()));
});

test('drops data after a picture: a second one, a video, an archive', async () => {
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const whole = await flat(9, 9).toFormat(format).toBuffer();
    expect(keptOf(Buffer.concat([whole, whole, Buffer.alloc(999)])).length).toBeLessThanOrEqual(whole.length);
  }
});

test('refuses a picture whose decoder dies, and decodes the next one', async () => {
  const alice = await createPerson('alice');
  expect(await upload(alice, flat(9, 9).png())).toMatchObject({ ok: true });
  const decoder = lastDecoder();
  decoder.kill('SIGSTOP');
  const outcome = upload(alice, flat(9, 9).png());
  while (decoder.listenerCount('message') === 0) await setImmediate();
  decoder.kill('SIGKILL');
  expect(await outcome).toMatchObject({ ok: false, error: 'avatar.errors.damaged' });
  expect(await upload(alice, flat(9, 9).png())).toMatchObject({ ok: true });
});

test('kills a decoder that hangs', async () => {
  const alice = await createPerson('alice');
  expect(await upload(alice, flat(9, 9).png())).toMatchObject({ ok: true });
  const decoder = lastDecoder();
  decoder.kill('SIGSTOP');
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  const outcome = upload(alice, flat(9, 9).png());
  while (decoder.listenerCount('message') === 0) await setImmediate();
  jest.advanceTimersByTime(60_000);
  jest.useRealTimers();
  expect(await outcome).toMatchObject({ ok: false, error: 'avatar.errors.damaged' });
  expect(await upload(alice, flat(9, 9).png())).toMatchObject({ ok: true });
  expect(decoder.signalCode).toBe('SIGKILL');
});

test('decodes at a lower priority, without secrets, in a process that ends when idle', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  const alice = await createPerson('alice');
  await upload(alice, flat(9, 9).png());
  const decoder = lastDecoder();
  expect(getPriority(decoder.pid)).toBeGreaterThanOrEqual(10);
  const settings = readFileSync(`/proc/${decoder.pid}/environ`, 'utf8').split('\0');
  expect(settings.filter((setting) => setting && !/^NODE_CHANNEL_/.test(setting))).toEqual(['VIPS_WARNING=0']);
  const ended = once(decoder, 'exit');
  jest.advanceTimersByTime(59_000);
  expect(decoder.killed).toBe(false);
  jest.advanceTimersByTime(1000);
  jest.useRealTimers();
  expect(await ended).toEqual([null, 'SIGKILL']);
});

test('a picture may take eight seconds of processor time', async () => {
  const alice = await createPerson('alice');
  await upload(alice, flat(9, 9).png());
  const sent = jest.spyOn(lastDecoder(), 'send');
  await upload(alice, flat(9, 9).png());
  expect(sent).toHaveBeenCalledWith(expect.objectContaining({ maxProcessorMs: 8000 }));
});

test('a decoder that takes more processor time than a picture may have ends itself', async () => {
  const decoder = childProcess.fork('lib/adapters/image-decoder.mjs', { serialization: 'advanced', execArgv: [] });
  const ended = Promise.race([once(decoder, 'exit'), once(decoder, 'message')]);
  const file = { bytes: await flat(4000, 4000).png().toBuffer() };
  decoder.send({ file, sizes: [4000, 3999, 3998], maxPixels: 16_000_000, maxProcessorMs: 0 });
  expect(await ended).toEqual([null, 'SIGKILL']);
  decoder.kill('SIGKILL');
});

function deep(side: number) {
  return sharp({ create: { width: side, height: side, channels: 4, background: 'red' } }).toColourspace('rgb16');
}
