import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { BrowserContextOptions } from 'playwright-core';
import { useChromium } from '../../tests/support/chromium';
import { startServer } from '../../tests/support/server';
import { type Way, walk } from '../../tests/support/walk';

const portrait = startServer();
const opens = useChromium();

const FOLDER = 'gallery';
const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
/** 1280 pixels at 400 %. */
const NARROW = { viewport: { width: 320, height: 640 } };
const DARK = { colorScheme: 'dark' } as const;
const FORCED = { forcedColors: 'active' } as const;

const WAYS: Record<string, [Way, BrowserContextOptions]> = {
  'en-1280': [{}, WIDE],
  'en-1280-dark': [{}, { ...WIDE, ...DARK }],
  'en-1280-contrast': [{ theme: 'contrast' }, WIDE],
  'en-1280-forced': [{}, { ...WIDE, ...FORCED, ...DARK }],
  'en-1280-no-javascript': [{}, { ...WIDE, javaScriptEnabled: false }],
  'en-390': [{}, PHONE],
  'en-390-no-javascript': [{}, { ...PHONE, javaScriptEnabled: false }],
  'en-320': [{}, NARROW],
  'de-390-dark': [{ locale: 'de' }, { ...PHONE, ...DARK }],
  'de-320': [{ locale: 'de' }, NARROW],
  'ar-1280': [{ locale: 'ar' }, WIDE],
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

test.each(Object.entries(WAYS))(
  'every page and state, %s',
  async (name, [way, options]) => {
    const page = await opens({ ...options, reducedMotion: 'reduce' });
    const states: string[] = [];
    shown[name] = states;
    await walk(portrait(), page, { ...way, username: `ada.lovelace@${name}.example` }, async (state) => {
      // A dialog is fixed to the window.
      const fullPage = (await page.locator('dialog[open]').count()) === 0;
      await page.screenshot({ path: `${FOLDER}/${name}-${state}.png`, fullPage });
      states.push(state);
    });
  },
  120_000,
);

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
