import type { Page } from 'playwright-core';
import { signInInBrowser, useChromium } from '../support/chromium';
import { cutOff, NARROW } from '../support/reflow';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

async function signedIn(options?: Parameters<typeof opens>[0]): Promise<Page> {
  const { username } = await newPerson();
  const page = await opens(options);
  await signInInBrowser(page, portrait(), username);
  return page;
}

const isOpen = (page: Page) => page.locator('header details').evaluate((menu) => menu.hasAttribute('open'));

/** The rows of the open menu that are covered, or whose ends don't react. */
const deadRows = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('header li')]
      .filter((row) => {
        const { left, right, top, bottom } = row.getBoundingClientRect();
        return [left + 3, (left + right) / 2, right - 3].some((x) => {
          const control = document.elementFromPoint(x, (top + bottom) / 2)?.closest('a, button');
          return !control || !row.contains(control);
        });
      })
      .map((row) => row.textContent),
  );

test.each([true, false])(
  'the whole row reacts, also where a notice is shown, with JavaScript: %s',
  async (javaScriptEnabled) => {
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 320, height: 640 },
    ]) {
      const page = await signedIn({ javaScriptEnabled, viewport });
      await page.selectOption('#profile [name=language]', 'fr');
      await page.click('#profile [type=submit]');
      await page.waitForSelector('main [role=status]');
      await page.click('header summary');
      expect(await deadRows(page)).toEqual([]);
      await page.locator('#sign-out button').click({ position: { x: 180, y: 10 } });
      await page.waitForURL('**/sign-in');
      await page.click('header summary');
      expect(await deadRows(page)).toEqual([]);
    }
  },
);

test('Escape closes the menu and gives the focus back to its button', async () => {
  const page = await signedIn();
  await page.click('header summary');
  await page.keyboard.press('Tab');
  await page.waitForSelector('header details a:focus');
  await page.keyboard.press('Escape');
  expect([await isOpen(page), await page.locator('header summary:focus').count()]).toEqual([false, 1]);
});

test('the menu closes when the focus leaves it in either direction', async () => {
  const page = await signedIn();
  await page.click('header summary');
  for (const stop of ['a', '#sign-out button']) {
    await page.keyboard.press('Tab');
    await page.waitForSelector(`header details[open] ${stop}:focus`);
  }
  await page.keyboard.press('Tab');
  expect(await isOpen(page)).toBe(false);
  await page.click('header summary');
  await page.keyboard.press('Shift+Tab');
  expect(await isOpen(page)).toBe(false);
});

test.each(['en', 'ar'])(
  'the navigation is beside the content from 1024 pixels on and above it below, in %s',
  async (locale) => {
    const page = await signedIn({ viewport: { width: 1024, height: 800 }, javaScriptEnabled: false });
    await page.goto(`${portrait().url}/${locale}/sessions`);
    const ends = () =>
      page.evaluate(() =>
        ['body > div > nav', 'main'].map((part) => document.querySelector(part)?.getBoundingClientRect() as DOMRect),
      );
    const [navigation, main] = (await ends()) as [DOMRect, DOMRect];
    expect(locale === 'ar' ? navigation.left >= main.right : navigation.right <= main.left).toBe(true);
    await page.setViewportSize({ width: 1023, height: 800 });
    const [above, below] = (await ends()) as [DOMRect, DOMRect];
    expect(above.bottom).toBeLessThanOrEqual(below.top);
    await page.click('body > div > nav a[href$="/activity"]');
    await page.waitForSelector('body > div > nav a[href$="/activity"][aria-current=page]');
  },
);

test('a long username does not move the header', async () => {
  const { username } = await newPerson({ username: `${'a-rather-long-name-of-a-person'.repeat(2)}@example.com` });
  const page = await opens({ viewport: NARROW });
  await signInInBrowser(page, portrait(), username);
  expect(await cutOff(page)).toEqual([]);
});

test('keeps a username together on a right-to-left page', async () => {
  const { username } = await newPerson({ language: 'ar' });
  const page = await opens();
  await signInInBrowser(page, portrait(), username);
  await page.goto(`${portrait().url}/ar/profile`);
  expect(await page.locator('header summary bdi').textContent()).toBe(username);
  expect(await page.getAttribute('#profile [name=username]', 'dir')).toBe('ltr');
});
