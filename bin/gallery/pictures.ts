import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { type PageStatus, statusPage } from '../../lib/server/status-page';
import en from '../../messages/en.json';
import { useChromium } from '../../tests/support/chromium';
import { startServerWithMail } from '../../tests/support/mail-server';
import { startServer } from '../../tests/support/server';
import { type Look, type Way, walk } from '../../tests/support/walk';
import { walkMail } from '../../tests/support/walk-mail';
import { createAllKindsOfPeople, walkPeople } from '../../tests/support/walk-people';
import { walkLists } from './walk-lists';
import { walkMails } from './walk-mails';
import { SETTINGS, walkSettings } from './walk-settings';

const opens = useChromium();

const FOLDER = 'gallery';
const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const TABLET = { viewport: { width: 768, height: 1024 }, hasTouch: true };
/** 1280 pixels at 400 %. */
const NARROW = { viewport: { width: 320, height: 640 } };
const DARK = { colorScheme: 'dark' } as const;
const FORCED = { forcedColors: 'active' } as const;

const WAYS: Record<string, [Way, BrowserContextOptions, textSize?: '200%']> = {
  'en-1280': [{}, WIDE],
  'en-1280-dark': [{}, { ...WIDE, ...DARK }],
  'en-768': [{}, TABLET],
  'en-768-dark': [{}, { ...TABLET, ...DARK }],
  'en-1280-contrast': [{ theme: 'contrast' }, WIDE],
  'en-1280-forced': [{}, { ...WIDE, ...FORCED, ...DARK }],
  'en-1280-no-javascript': [{}, { ...WIDE, javaScriptEnabled: false }],
  'en-390': [{}, PHONE],
  'en-390-no-javascript': [{}, { ...PHONE, javaScriptEnabled: false }],
  'en-390-dark': [{}, { ...PHONE, ...DARK }],
  'en-320': [{}, NARROW],
  'en-320-dark': [{}, { ...NARROW, ...DARK }],
  'de-768': [{ locale: 'de' }, TABLET],
  'de-390': [{ locale: 'de' }, PHONE],
  'de-390-dark': [{ locale: 'de' }, { ...PHONE, ...DARK }],
  'de-390-large': [{ locale: 'de' }, PHONE, '200%'],
  'de-320': [{ locale: 'de' }, NARROW],
  'ar-1280': [{ locale: 'ar' }, WIDE],
  'ar-768-dark': [{ locale: 'ar' }, { ...TABLET, ...DARK }],
  'ar-390-dark': [{ locale: 'ar' }, { ...PHONE, ...DARK }],
  'ar-320-forced': [{ locale: 'ar' }, { ...NARROW, ...FORCED }],
  'ru-390': [{ locale: 'ru' }, PHONE],
  'fr-390': [{ locale: 'fr' }, PHONE],
  'es-390': [{ locale: 'es' }, PHONE],
  'ja-390': [{ locale: 'ja' }, PHONE],
  'zh-1280': [{ locale: 'zh' }, WIDE],
};

const shown: Record<string, string[]> = {};

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
});
afterAll(() => writeFileSync(`${FOLDER}/index.html`, index()));

type Walk = (page: Page, way: Way, look: Look) => Promise<void>;

/** The whole page, in a window as high: a picture of more than the window is taken without touch. A dialog is fixed to the window. */
async function takePicture(page: Page, path: string, textSize = ''): Promise<void> {
  const window = page.viewportSize() ?? WIDE.viewport;
  const hasDialog = (await page.locator('dialog[open]').count()) > 0;
  const setTextSize = (size: string) =>
    page.evaluate((size) => {
      document.documentElement.style.fontSize = size;
    }, size);
  await setTextSize(textSize);
  const pageHeight = await page.evaluate(() => document.documentElement.scrollHeight);
  if (!hasDialog) await page.setViewportSize({ ...window, height: pageHeight });
  await page.screenshot({ path });
  await page.setViewportSize(window);
  await setTextSize('');
}

function takesPictures(walks: Walk[]): void {
  test.each(Object.entries(WAYS))(
    '%s',
    async (name, [way, options, textSize]) => {
      for (const walk of walks) {
        const page = await opens({ ...options, reducedMotion: 'reduce' });
        await walk(page, { ...way, username: `ada.lovelace@${name}.example` }, async (state) => {
          await takePicture(page, `${FOLDER}/${name}-${state}.png`, textSize);
          shown[name] = [...(shown[name] ?? []), state];
        });
      }
    },
    240_000,
  );
}

describe('every page and state', () => {
  const portrait = startServer();
  beforeAll(createAllKindsOfPeople);
  takesPictures([
    (page, way, look) => walk(portrait(), page, way, look),
    (page, way, look) => walkPeople(portrait(), page, { ...way, username: `admin.${way.username}` }, look),
    walkStatuses,
  ]);
});

describe('the longest lists', () => {
  const portrait = startServer({});
  takesPictures([(page, way, look) => walkLists(portrait(), page, way, look)]);
});

describe('every page and state that mail adds', () => {
  const started = startServerWithMail();
  takesPictures([
    (page, way, look) => walkMail(started(), page, way, look),
    (page, way, look) => walkMails(page, { ...way, username: `mails.${way.username}` }, look),
  ]);
});

describe('every page and state that other settings add', () => {
  const portrait = startServer(SETTINGS);
  takesPictures([(page, way, look) => walkSettings(portrait(), page, way, look)]);
});

/** The pages that the server answers with before Next runs. */
async function walkStatuses(page: Page, { locale = 'en', theme }: Way, look: Look): Promise<void> {
  const asked = {
    path: `/${locale}/profile`,
    nonce: '',
    reference: '3f9a-61c2',
    locale,
    theme: theme ?? ('system' as const),
  };
  for (const status of Object.keys(en.error.statuses) as PageStatus[]) {
    await page.setContent(statusPage(status, asked));
    await look(`status-${status}`);
  }
  await page.setContent(statusPage('400', { ...asked, detail: 'invalid_redirect_uri' }));
  await look('application-refused');
}

function index(): string {
  const figure = (file: string, state: string) =>
    `<figure><a href="${file}"><img src="${file}" alt="" loading="lazy" width="320"></a><figcaption>${state}</figcaption></figure>`;
  const ways = Object.entries(shown).map(
    ([name, states]) => `<h2>${name}</h2>${states.map((state) => figure(`${name}-${state}.png`, state)).join('')}`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Portrait: every page and state</title>
<style>body{font:15px system-ui;margin:2rem}figure{display:inline-block;vertical-align:top;margin:.5rem}img{border:1px solid #ccc}</style>
${ways.join('\n')}`;
}
