import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { PASSWORD, signInAs } from './people';
import { cookieNameAt, type Portrait } from './server';
import { loadOnce, shareByFiles } from './shared';
import { TEST_TIMEOUT_MS } from './timeout';

const PACKAGE = 'node_modules/@sparticuz/chromium';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** An installed browser is only for machines where the packaged one can't start: it takes three times as long for a page. */
export async function launch(): Promise<Browser> {
  const { chromium } = await loadOnce<typeof import('playwright-core')>('playwright-core');
  const start = (executablePath: string) => chromium.launch({ executablePath, args: QUIET });
  if (process.env.CHROMIUM_PATH) return start(process.env.CHROMIUM_PATH);
  const installed = INSTALLED.find(existsSync);
  const packaged = start(await packagedChromium());
  return installed ? packaged.catch(() => start(installed)) : packaged;
}

/** Chromium's headless shell. The package's own function unpacks it where two processes would get in each other's way. */
async function packagedChromium(): Promise<string> {
  const { version } = JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8')) as { version: string };
  const path = `node_modules/.cache/chromium/${version}`;
  if (existsSync(path)) return path;
  mkdirSync('node_modules/.cache/chromium', { recursive: true });
  const part = `${path}.${process.pid}`;
  await pipeline(
    createReadStream(`${PACKAGE}/bin/chromium.br`),
    createBrotliDecompress(),
    createWriteStream(part, { mode: 0o755 }),
  );
  renameSync(part, path);
  return path;
}

/** Each page is a visitor of its own, until the file ends. */
export function useChromium(): (options?: BrowserContextOptions) => Promise<Page> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await shareByFiles('chromium', async () => {
      const value = await launch();
      return { value, close: () => value.close() };
    });
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  return async (options) => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(TEST_TIMEOUT_MS / 2); // so that the error names what it waited for
    return context.newPage();
  };
}

/** Logs a person in without the form, and opens a page. On the profile it waits until the page's scripts run. */
export async function signInInBrowser(
  page: Page,
  { url }: Portrait,
  username: string,
  path = '/en/profile',
): Promise<void> {
  const userAgent = await page.evaluate(() => navigator.userAgent);
  const value = await signInAs({ username }, PASSWORD, { address: '127.0.0.1', userAgent });
  const name = cookieNameAt(url, 'portrait-session');
  await page.context().addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }]);
  await page.goto(url + path);
  if (!path.endsWith('/profile')) return;
  const isScripted = await page.evaluate(() => matchMedia('(scripting: enabled)').matches);
  if (isScripted) await page.waitForSelector('#password button[aria-controls]'); // shown once scripts run
}

/** Everything that a page reports: script errors, console errors, policy violations. */
export function collectErrors(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} ${message.location().url}`);
  });
  return complaints;
}
