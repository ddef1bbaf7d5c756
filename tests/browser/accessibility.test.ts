import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { theChromium } from '../support/chromium';
import { theServer } from '../support/server';
import { type Way, walk } from '../support/walk';

const portrait = theServer();
const opens = theChromium();

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with a page by WCAG 2.2, levels A and AA. */
async function faults(page: Page): Promise<string[]> {
  const run = () => {
    for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
    // An open menu covers a part of the page, which axe would take for too small to be pressed.
    return (globalThis as unknown as Axe).axe.run(
      document.querySelector('details[open]')?.closest('header') ?? document,
      {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        resultTypes: ['violations'],
        preload: false, // of sound, of which there is none
      },
    );
  };
  const { violations } = await page.evaluate(run);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

type Axe = { axe: { run(scope: Node, options: object): Promise<Results> } };
type Results = { violations: { id: string; nodes: { html: string }[] }[] };

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;

/** Walks, and how the pages of each look to people whose systems differ: each state is looked at in every such way. */
const WALKS: [Way, BrowserContextOptions, Record<string, Media>][] = [
  [{}, {}, { light: {}, dark: { colorScheme: 'dark' }, 'of high contrast, as the system asks': { contrast: 'more' } }],
  [{ locale: 'ar', theme: 'dark' }, { viewport: { width: 360, height: 740 } }, { 'dark, in Arabic, on a phone': {} }],
  [{ locale: 'de', theme: 'contrast' }, {}, { 'of high contrast, as the person asks, dark': { colorScheme: 'dark' } }],
];

describe.each(WALKS)('axe-core finds nothing wrong with any page or state that is', (way, options, looks) => {
  const found: Record<string, Record<string, string[]>> = {};

  beforeAll(async () => {
    const page = await opens({ ...options, reducedMotion: 'reduce' });
    await page.addInitScript(AXE);
    await walk(portrait(), page, way, async (state) => {
      for (const [look, media] of Object.entries(looks)) {
        await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', ...media });
        found[look] = { ...found[look], [state]: await faults(page) };
      }
    });
  }, 120_000);

  test.each(Object.keys(looks))('%s', (look) => {
    const states = Object.entries(found[look] as Record<string, string[]>);
    expect(states.filter(([, faults]) => faults.length > 0)).toEqual([]);
  });
});
