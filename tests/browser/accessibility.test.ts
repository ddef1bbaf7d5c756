import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { useChromium } from '../support/chromium';
import { cutOff } from '../support/reflow';
import { startServer } from '../support/server';
import { type Way, walk } from '../support/walk';

const portrait = startServer();
const opens = useChromium();

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** axe-core's findings for WCAG 2.2, levels A and AA. */
async function faults(page: Page): Promise<string[]> {
  const run = () => {
    for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
    // axe would report what an open menu covers as too small.
    return (globalThis as unknown as Axe).axe.run(
      document.querySelector('details[open]')?.closest('header') ?? document,
      {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        resultTypes: ['violations'],
        preload: false, // for audio, and there is none
      },
    );
  };
  const { violations } = await page.evaluate(run);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

type Axe = { axe: { run(scope: Node, options: object): Promise<Results> } };
type Results = { violations: { id: string; nodes: { html: string }[] }[] };

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;

/** Each state of a walk is checked in each look. */
const WALKS: [Way, BrowserContextOptions, Record<string, Media>][] = [
  [
    { locale: 'en' },
    {},
    {
      light: {},
      dark: { colorScheme: 'dark' },
      'more contrast, by the system': { contrast: 'more' },
      'forced colours': { forcedColors: 'active' },
    },
  ],
  [{ locale: 'ar', theme: 'dark' }, { viewport: { width: 360, height: 740 } }, { 'dark, Arabic, on a phone': {} }],
  [{ locale: 'de', theme: 'contrast' }, {}, { 'high contrast theme, dark': { colorScheme: 'dark' } }],
];

/** A walk that reached no state would find no faults. */
const STATES = 28;

type Found = [state: string, faults: string[]];

describe.each(WALKS)('on a walk through every page and state', (way, options, looks) => {
  const found = Object.fromEntries(Object.keys(looks).map((look) => [look, [] as Found[]]));
  const narrow: Found[] = [];

  beforeAll(async () => {
    const page = await opens({ ...options, reducedMotion: 'reduce' });
    await page.addInitScript(AXE);
    await walk(portrait(), page, way, async (state) => {
      for (const [look, media] of Object.entries(looks)) {
        await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none', ...media });
        found[look]?.push([state, await faults(page)]);
      }
      narrow.push([state, await cutOff(page)]);
    });
  });

  test('reaches every state', () => {
    for (const seen of [narrow, ...Object.values(found)]) expect(seen).toHaveLength(STATES);
  });

  const faulty = (all: Found[] | undefined) => all?.filter(([, faults]) => faults.length > 0);

  test.each(Object.keys(looks))('axe-core finds nothing wrong: %s', (look) => {
    expect(faulty(found[look])).toEqual([]);
  });

  test(`nothing is cut off, and nothing scrolls sideways, at 320 pixels in ${way.locale}`, () => {
    expect(faulty(narrow)).toEqual([]);
  });
});
