import type { Page } from 'playwright-core';
import { signInInBrowser, useChromium } from '../support/chromium';
import { cutOff, NARROW } from '../support/reflow';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { walk } from '../support/walk';

const portrait = startServer();
const opens = useChromium();

/** Long words, and a script without spaces; accessibility.test.ts covers English, German and Arabic. */
const LOCALES = ['ru', 'fr', 'ja'] as const;

/** Sentences joined with a space, which Japanese and Chinese don't have. */
// biome-ignore lint/performance/useDomNodeTextContent: only innerText ends a line after each block.
const joined = (page: Page) => page.evaluate(() => document.body.innerText.match(/.{0,20}。 .{0,20}/g) ?? []);

test.each(LOCALES)(
  'nothing is cut off, and nothing scrolls sideways, at 320 pixels in %s',
  async (locale) => {
    const page = await opens({ viewport: NARROW, reducedMotion: 'reduce' });
    const found: [string, string[]][] = [];
    await walk(portrait(), page, { locale }, async (state) => {
      found.push([state, [...(await cutOff(page)), ...(await joined(page))]]);
    });
    expect(found.filter(([, cut]) => cut.length > 0)).toEqual([]);
  },
  120_000,
);

test('a long username does not move the header', async () => {
  const { username } = await newPerson({ username: `${'a-rather-long-name-of-a-person'.repeat(2)}@example.com` });
  const page = await opens({ viewport: NARROW });
  await signInInBrowser(page, portrait(), username);
  expect(await cutOff(page)).toEqual([]);
});
