import type { CDPSession, Page } from 'playwright-core';
import { launch, signInInBrowser } from '../../tests/support/chromium';
import { newPerson } from '../../tests/support/scenes';
import { launchServer } from '../../tests/support/server';
import { type Figures, interleaved } from './measure';
import { report } from './report';

/** A slow phone on a slow line: bytes a second, milliseconds, and the factor by which the processor is slowed. */
const SLOW_LINE = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const SLOW_PROCESSOR = 4;

/** What a browser loads for its first page, and how long until the page is interactive. */
export async function opening(): Promise<void> {
  const portrait = await launchServer();
  const browser = await launch();
  const { username } = await newPerson();
  const first = await (await browser.newContext()).newPage();
  await signInInBrowser(first, portrait, username);
  const storageState = await first.context().storageState();
  const opened = (path: string, isSlow: boolean, signedIn: boolean) => async () => {
    const context = await browser.newContext(signedIn ? { storageState } : {});
    const page = await context.newPage();
    const figures = await open(page, portrait.url + path, isSlow);
    await context.close();
    return figures;
  };
  const figures = await interleaved([
    { name: 'profile', run: opened('/en/profile', false, true) },
    { name: 'sign-in', run: opened('/en/sign-in', false, false) },
    { name: 'profile, slow', run: opened('/en/profile', true, true) },
    { name: 'sign-in, slow', run: opened('/en/sign-in', true, false) },
  ]);
  report('opening', figures);
  await browser.close();
  await portrait.stop();
}

async function open(page: Page, url: string, isSlow: boolean): Promise<Figures> {
  const devtools = await page.context().newCDPSession(page);
  const loaded = await loadedOver(devtools);
  if (isSlow) await devtools.send('Network.emulateNetworkConditions', SLOW_LINE);
  if (isSlow) await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW_PROCESSOR });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForFunction(() => 'readyAt' in window);
  const times = await page.evaluate(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return { paint: paint?.startTime ?? Number.NaN, usable: navigation?.domInteractive ?? Number.NaN };
  });
  return {
    requests: loaded.requests,
    'kB in all': loaded.bytes.all / 1000,
    'kB script': loaded.bytes.Script / 1000,
    'kB style': loaded.bytes.Stylesheet / 1000,
    'kB page': loaded.bytes.Document / 1000,
    'first paint ms': times.paint,
    'form usable ms': Math.max(times.paint, times.usable),
    'JavaScript ready ms': await page.evaluate(() => (window as { readyAt?: number }).readyAt ?? Number.NaN),
  };
}

/** Counts bytes received, headers included, and marks when React has hydrated the first form. */
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
      const form = document.querySelector('main form');
      if (form && Object.keys(form).some((key) => key.startsWith('__reactProps'))) window.readyAt = performance.now();
      else requestAnimationFrame(look);
    })()`,
  });
  return loaded;
}

const isCounted = (kind: string) => kind === 'Script' || kind === 'Stylesheet' || kind === 'Document';
