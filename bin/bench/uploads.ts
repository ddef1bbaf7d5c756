import sharp from 'sharp';
import { AVATAR_MAX_BYTES } from '../../lib/avatar';
import type { Browser } from '../../tests/support/browser';
import { newSignedInPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { type Floor, sharpAlone } from './floors';
import { type Candidate, type Figures, interleaved } from './measure';
import { report } from './report';
import { forgetPeak, peakMb, processorMs } from './usage';

const PHOTOS = { '12 MP': [4000, 3000], '48 MP': [8000, 6000] } as const;

const PICTURES = 4;

export async function uploads(): Promise<void> {
  const portrait = await launchServer();
  const browsers: Browser[] = []; // one person may send only two at a time
  while (browsers.length < PICTURES) browsers.push((await newSignedInPerson(portrait))[0]);
  const ours = { url: (browsers[0] as Browser).url, pid: portrait.process().pid as number };
  const floor = await sharpAlone();
  const candidates: Candidate[] = [];
  for (const [size, [width, height]] of Object.entries(PHOTOS)) {
    const photo = await photoOf(width, height);
    const avatar = new File([new Uint8Array(photo)], 'me.jpg');
    const toFloor = browsers.map(() => ({ method: 'POST', body: new Uint8Array(photo) }));
    const toUs = await Promise.all(browsers.map((browser) => formOf(browser, avatar)));
    for (const atOnce of [1, PICTURES]) {
      const name = `${size}, ${atOnce} at a time`;
      candidates.push({ name: `sharp alone, ${name}`, run: () => sent(floor, toFloor, atOnce, 200) });
      candidates.push({ name: `Portrait, ${name}`, run: () => sent(ours, toUs, atOnce, 303) });
    }
  }
  report('uploads', await interleaved(candidates));
  floor.stop();
  await portrait.stop();
}

async function formOf(browser: Browser, avatar: File): Promise<RequestInit> {
  const headers = { ...browser.formHeaders(), cookie: await browser.jar.getCookieString(browser.url) };
  return { method: 'POST', body: browser.filled('profile', { avatar }), headers, redirect: 'manual' };
}

/** A picture with detail everywhere, like a camera's: a single colour would decode too fast. */
async function photoOf(width: number, height: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const picture = sharp({
    create: { width, height, channels: 3, background: 'black', noise },
    limitInputPixels: false,
  });
  const photo = await picture.blur(1.2).jpeg({ quality: 80 }).toBuffer();
  if (photo.length > AVATAR_MAX_BYTES) throw new Error(`a photo of ${photo.length} bytes is over the limit`);
  return photo;
}

async function sent(
  { url, pid }: Omit<Floor, 'stop'>,
  pictures: RequestInit[],
  atOnce: number,
  success: number,
): Promise<Figures> {
  forgetPeak(pid);
  const spent = processorMs(pid);
  const began = performance.now();
  for (let sent = 0; sent < PICTURES; sent += atOnce)
    await Promise.all(pictures.slice(sent, sent + atOnce).map((init) => upload(url, init, success)));
  const ms = performance.now() - began;
  return {
    'uploads/s': (PICTURES * 1000) / ms,
    processorMs: (processorMs(pid) - spent) / PICTURES,
    'peak MB': peakMb(pid),
  };
}

/** Portrait redirects after it has saved a picture, and shows the page again if it refused it. */
async function upload(url: string, init: RequestInit, success: number): Promise<void> {
  const answer = await fetch(url, init);
  await answer.arrayBuffer();
  if (answer.status !== success) throw new Error(`a picture was answered with ${answer.status}`);
}
