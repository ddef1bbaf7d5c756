import type { Page } from 'playwright-core';
import { useChromium } from '../support/chromium';
import { startServer } from '../support/server';
import { walk } from '../support/walk';

const portrait = startServer();
const opens = useChromium();

/**
 * Controls smaller than WCAG 2.5.5 asks for, except links in a sentence. A checkbox counts with its label, and a file
 * field with its button.
 */
const tooSmall = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, summary, select, a, input:not([type=hidden], [hidden]), [role=switch]')]
      .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.closest('.sr-only'))
      .filter((control) => !control.matches('p > a.link:not(:only-child), :focus'))
      .filter((control) => {
        const labels = [...((control as HTMLInputElement).labels ?? [])].filter((label) =>
          label.closest('.btn, :has(> input)'),
        );
        return [control, ...labels].every((target) => {
          const { width, height } = target.getBoundingClientRect();
          return Math.min(width, height) < 44;
        });
      })
      .map((control) => control.outerHTML.slice(0, 120)),
  );

test('every control is at least 44 pixels wide and high for a finger, and mouse hints are hidden', async () => {
  const page = await opens({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    reducedMotion: 'reduce',
  });
  const found: [string, string[]][] = [];
  const hints = page.getByText(/drop a picture|arrow keys/).filter({ visible: true });
  await walk(portrait(), page, {}, async (state) => {
    found.push([state, [...(await tooSmall(page)), ...(await hints.allTextContents())]]);
  });
  expect(found.filter(([, controls]) => controls.length > 0)).toEqual([]);
}, 120_000);
