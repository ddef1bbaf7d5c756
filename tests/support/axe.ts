import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules that check colours. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** axe-core's findings for WCAG 2.2, levels A and AA. */
export async function axeFindings(page: Page, { onlyColours = false } = {}): Promise<string[]> {
  const run = (runOnly: string[] | { type: string; values: string[] }) => {
    for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
    // axe would report what an open menu covers as too small.
    return (globalThis as unknown as Axe).axe.run(
      document.querySelector('details[open]')?.closest('header') ?? document,
      {
        runOnly,
        resultTypes: ['violations'],
        preload: false, // for audio, and there is none
      },
    );
  };
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(run, onlyColours ? { type: 'rule', values: COLOURS } : WCAG);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

type Axe = { axe: { run(scope: Node, options: object): Promise<Results> } };
type Results = { violations: { id: string; nodes: { html: string }[] }[] };
