import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { BrowserContextOptions } from 'playwright-core';
import { useChromium } from '../../tests/support/chromium';
import { startServer } from '../../tests/support/server';
import { type Way, walk } from '../../tests/support/walk';

const portrait = startServer();
const opens = useChromium();

const FOLDER = 'gallery';
const WIDE = { width: 1000, height: 800 };
const PHONE = { width: 360, height: 740 };

/** The ways of looking that each page is shown in. */
const WAYS: Record<string, [Way, BrowserContextOptions]> = {
  wide: [{}, { viewport: WIDE }],
  dark: [{}, { viewport: WIDE, colorScheme: 'dark' }],
  phone: [{}, { viewport: PHONE }],
  'phone-russian': [{ locale: 'ru' }, { viewport: PHONE }],
  german: [{ locale: 'de' }, { viewport: WIDE }],
  japanese: [{ locale: 'ja' }, { viewport: WIDE }],
  arabic: [{ locale: 'ar' }, { viewport: WIDE }],
  'arabic-phone-dark': [{ locale: 'ar' }, { viewport: PHONE, colorScheme: 'dark' }],
  contrast: [{ theme: 'contrast' }, { viewport: WIDE }],
  'forced-colours': [{}, { viewport: WIDE, forcedColors: 'active', colorScheme: 'dark' }],
  'no-javascript': [{}, { viewport: WIDE, javaScriptEnabled: false }],
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
      // A dialog stands in the window, not in the page.
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
