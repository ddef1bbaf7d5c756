import type { Page } from 'playwright-core';

/** 1280 pixels at 400 %: WCAG 2.2, 1.4.10. */
export const NARROW = { width: 320, height: 640 };

/** Elements that are cut off or make the page scroll sideways at 320 pixels. */
export async function cutOff(page: Page): Promise<string[]> {
  const before = page.viewportSize() ?? NARROW;
  await page.setViewportSize(NARROW);
  const found = await page.evaluate(tooWide, false);
  await page.setViewportSize(before);
  return found;
}

/** How wide the page is if it scrolls sideways with text twice as large. */
export const tooWideWithLargeText = (page: Page): Promise<string[]> =>
  withLargeText(page, (page) =>
    page.evaluate(() =>
      document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} pixels`] : [],
    ),
  );

/**
 * Titles, labels and buttons that break within a word with text twice as large. Not for German and Russian, which need a
 * dictionary to hyphenate.
 */
export const tornWithLargeText = (page: Page): Promise<string[]> =>
  withLargeText(page, (page) => page.evaluate(tooWide, true));

/** In half a window (WCAG 2.2, 1.4.4) and on a phone. */
async function withLargeText(page: Page, check: (page: Page) => Promise<string[]>): Promise<string[]> {
  const before = page.viewportSize() ?? NARROW;
  const setSize = (size: string) =>
    page.evaluate((size) => {
      document.documentElement.style.fontSize = size;
    }, size);
  const found: string[] = [];
  await setSize('200%');
  for (const width of [640, 390]) {
    await page.setViewportSize({ width, height: 640 });
    found.push(...(await check(page)).map((fault) => `at ${width}: ${fault}`));
  }
  await setSize('');
  await page.setViewportSize(before);
  return found;
}

/**
 * On a phone: squeezed icons, a ragged navigation, and buttons that don't fill the line of a page without navigation.
 */
export const untidy = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isSqueezed = (icon: Element) => {
      const { width, height } = icon.getBoundingClientRect();
      return Math.abs(width - height) > 1;
    };
    const isNarrow = ({ offsetWidth, parentElement }: HTMLElement) => offsetWidth < (parentElement?.clientWidth ?? 0);
    const entries = [...document.querySelectorAll<HTMLElement>('nav:has(+ main) li')];
    const columns = new Set(entries.map(({ offsetLeft }) => offsetLeft));
    const buttons = document.querySelectorAll<HTMLElement>('main:first-child form > [type=submit]');
    const found = [...[...document.querySelectorAll('svg')].filter(isSqueezed), ...[...buttons].filter(isNarrow)];
    return found
      .map((element) => element.outerHTML.slice(0, 120))
      .concat(entries.length > 4 && columns.size > 3 ? `a navigation with ${columns.size} columns` : []);
  });

/** Sentences joined with a space, which Japanese and Chinese don't have. */
export const joinedSentences = (page: Page): Promise<string[]> =>
  // biome-ignore lint/performance/useDomNodeTextContent: only innerText ends a line after each block.
  page.evaluate(() => document.body.innerText.match(/.{0,20}。 .{0,20}/g) ?? []);

/**
 * Elements that overflow their container, the window or their button, or break inside a word without a hyphen.
 * Truncated text and a picture that is being cropped are meant to be cut.
 */
const tooWide = (onlyTorn: boolean) => {
  const all = [...document.querySelectorAll<HTMLElement>('body *')];
  const isCut = (element: Element) =>
    element.closest('.truncate, .sr-only, svg, option, [role=application] img') !== null;
  const stands = (element: Element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width === 0 || (left >= -1 && right <= innerWidth + 1);
  };
  const isHeld = (element: HTMLElement) =>
    element.scrollWidth <= element.clientWidth + 1 &&
    (!element.matches('button, .btn') || element.scrollHeight <= element.clientHeight + 1);
  const isText = (element: Element) => element.matches('button, a, h1, h2, p, label, dd, li');
  /** Han and kana break anywhere. */
  const isWord = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}]/u;
  const topOf = (node: Node, at: number) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return [...range.getClientRects()].at(-1)?.top ?? 0; // after a soft hyphen the first one is on the line before
  };
  const isTorn = (node: ChildNode) => {
    const text = node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : '';
    return [...text].some(
      (letter, at) =>
        isWord.test(letter) && isWord.test(text[at + 1] ?? '') && topOf(node, at + 1) > topOf(node, at) + 8,
    );
  };
  const withWords = onlyTorn ? 'h1, h2, button, a, label, dt' : 'h1, h2, button, a, label, dt, p, li, span, bdi';
  const breaks = (element: Element) => element.matches(withWords) && [...element.childNodes].some(isTorn);
  const page = document.documentElement;
  const isFault = (element: HTMLElement) =>
    breaks(element) || (!onlyTorn && (!stands(element) || (isText(element) && !isHeld(element))));
  return all
    .filter((element) => !isCut(element) && isFault(element))
    .map((element) => element.outerHTML.slice(0, 120))
    .concat(!onlyTorn && page.scrollWidth > page.clientWidth ? 'the page' : []);
};
