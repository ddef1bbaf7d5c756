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
  await page.evaluate(AXE);
  // An open menu covers a part of the page, which axe would take for too small to be pressed.
  const run = () =>
    (globalThis as unknown as Axe).axe.run(document.querySelector('details[open]')?.closest('header') ?? document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
  const { violations } = await page.evaluate(run);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

type Axe = { axe: { run(scope: Node, options: object): Promise<Results> } };
type Results = { violations: { id: string; nodes: { html: string }[] }[] };

const WAYS: Record<string, [Way, BrowserContextOptions]> = {
  light: [{}, {}],
  dark: [{}, { colorScheme: 'dark' }],
  'dark, in Arabic, on a phone': [{ locale: 'ar', theme: 'dark' }, { viewport: { width: 360, height: 740 } }],
  'of high contrast, as the system asks': [{}, { contrast: 'more' }],
  'of high contrast, as the person asks, dark': [{ locale: 'de', theme: 'contrast' }, { colorScheme: 'dark' }],
};

test.each(Object.entries(WAYS))(
  'axe-core finds nothing wrong with any page or state that is %s',
  async (_, way) => {
    const page = await opens({ ...way[1], reducedMotion: 'reduce' });
    const found: Record<string, string[]> = {};
    await walk(portrait(), page, way[0], async (state) => {
      found[state] = await faults(page);
    });
    expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
  },
  120_000,
);
