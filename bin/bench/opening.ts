import type { CDPSession, Page } from 'playwright-core';
import { launch } from '../../tests/support/chromium';
import { busyServer } from './busy-server';
import { type Figures, interleaved } from './measure';
import { report } from './report';

/** A slow phone on a slow line: bytes a second, milliseconds, and the factor by which the processor is slowed. */
const SLOW_LINE = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const SLOW_PROCESSOR = 4;

/** What a browser loads for its first page, and how long until the page is interactive. */
export async function opening(): Promise<void> {
  const { portrait, cookie } = await busyServer();
  const [profile, signIn] = [`${portrait.url}/en/profile`, `${portrait.url}/en/sign-in`];
  const figures = await interleaved([
    { name: 'profile', run: () => openedFirst(profile, { cookie }) },
    { name: 'sign-in', run: () => openedFirst(signIn) },
    { name: 'profile, slow', run: () => openedFirst(profile, { cookie, isSlow: true }) },
    { name: 'sign-in, slow', run: () => openedFirst(signIn, { isSlow: true }) },
  ]);
  report('opening', figures);
  await portrait.stop();
}

/** Opens an address in a new browser. */
export async function openedFirst(url: string, { cookie = '', isSlow = false } = {}): Promise<Figures> {
  const browser = await launch();
  const context = await browser.newContext();
  const cookies = cookie.split('; ').map((pair) => pair.split('=', 2) as [string, string]);
  if (cookie) await context.addCookies(cookies.map(([name, value]) => ({ name, value, url })));
  const figures = await open(await context.newPage(), url, isSlow);
  await browser.close();
  return figures;
}

async function open(page: Page, url: string, isSlow: boolean): Promise<Figures> {
  const devtools = await page.context().newCDPSession(page);
  const loaded = await loadedOver(devtools);
  if (isSlow) await devtools.send('Network.emulateNetworkConditions', SLOW_LINE);
  if (isSlow) await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW_PROCESSOR });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForFunction(() => 'readyAt' in window);
  const [paint, usable, ready] = await page.evaluate(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const { usableAt, readyAt } = window as { usableAt?: number; readyAt?: number };
    return [paint?.startTime, usableAt, readyAt].map((time = Number.NaN) => time);
  });
  return {
    requests: loaded.requests,
    'kB in all': loaded.bytes.all / 1000,
    'kB script': loaded.bytes.Script / 1000,
    'kB style': loaded.bytes.Stylesheet / 1000,
    'kB page': loaded.bytes.Document / 1000,
    'first paint ms': paint as number,
    'form usable ms': Math.max(paint as number, usable as number),
    'JavaScript ready ms': ready as number,
  };
}

/** Counts bytes received, headers included, and marks when a form is there and when React has hydrated it. */
async function loadedOver(devtools: CDPSession) {
  const loaded = { requests: 0, bytes: { all: 0, Script: 0, Stylesheet: 0, Document: 0, other: 0 } };
  const kinds = new Map<string, string>();
  devtools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? '';
    loaded.requests += 1;
    loaded.bytes.all += encodedDataLength;
    loaded.bytes[isCounted(kind) ? kind : 'other'] += encodedDataLength;
  });
  await devtools.send('Network.enable');
  await devtools.send('Page.enable');
  await devtools.send('Page.addScriptToEvaluateOnNewDocument', {
    source: `(function look() {
      const form = document.querySelector('main form:has(input:not([type=hidden]))');
      if (form) window.usableAt ??= performance.now();
      if (form && Object.keys(form).some((key) => key.startsWith('__reactProps'))) window.readyAt = performance.now();
      else requestAnimationFrame(look);
    })()`,
  });
  return loaded;
}

const isCounted = (kind: string) => kind === 'Script' || kind === 'Stylesheet' || kind === 'Document';
