import type { Page } from 'playwright-core';
import { theChromium } from '../support/chromium';
import { someone } from '../support/scenes';
import { theServer } from '../support/server';
import { walk } from '../support/walk';

const portrait = theServer();
const opens = theChromium();

/** As narrow as a page of 1280 pixels is at 400 %: WCAG 2.2, 1.4.10. */
const NARROW = { width: 320, height: 640 };

/**
 * What is wider than its place, or stands out of the window. Text that is meant to be cut short shows so by its dots,
 * and a picture that is being cropped by its frame.
 */
const tooWide = () => {
  const all = [...document.querySelectorAll<HTMLElement>('body *')];
  const isCut = (element: Element) =>
    element.closest('.truncate, .sr-only, svg, option, [role=application] img') !== null;
  const stands = (element: Element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width === 0 || (left >= -1 && right <= innerWidth + 1);
  };
  const isHeld = (element: HTMLElement) => element.scrollWidth <= element.clientWidth + 1;
  const isText = (element: Element) => element.matches('button, a, h1, h2, p, label, dd, li');
  return all
    .filter((element) => !isCut(element) && (!stands(element) || (isText(element) && !isHeld(element))))
    .map((element) => element.outerHTML.slice(0, 120));
};

const scrolls = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The longest words, the other direction, and a script without spaces. */
const TRIED = ['de', 'ru', 'fr', 'ar', 'ja'] as const;

test.each(TRIED)(
  'nothing is cut off, and nothing scrolls sideways, at 320 pixels in %s',
  async (locale) => {
    const page = await opens({ viewport: NARROW, reducedMotion: 'reduce' });
    const found: Record<string, unknown> = {};
    await walk(portrait(), page, { locale }, async (state) => {
      const wide = await page.evaluate(tooWide);
      if (wide.length > 0 || (await scrolls(page)) > 0) found[state] = wide;
    });
    expect(found).toEqual({});
  },
  120_000,
);

test('a long username leaves the header in its place', async () => {
  const { username } = await someone({ username: `${'a-rather-long-name-of-a-person'.repeat(2)}@example.com` });
  const page = await opens({ viewport: NARROW });
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', 'gravel mountain tea');
  await page.click('#sign-in [type=submit]');
  await page.waitForURL('**/profile');
  expect(await page.evaluate(tooWide)).toEqual([]);
  expect(await scrolls(page)).toBe(0);
});
