import type { BrowserContextOptions, Page } from 'playwright-core';
import { LOCALES } from '../../lib/i18n/locales';
import { axeFindings } from '../support/axe';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { overlapping, tooSmall, undescribed } from '../support/fields';
import { deleteUser, PASSWORD } from '../support/people';
import { cutOff, NARROW, untidy } from '../support/reflow';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { TEST_TIMEOUT_MS } from '../support/timeout';
import type { Way } from '../support/walk';
import { createAllKindsOfPeople, walkPeople } from '../support/walk-people';

const portrait = startServer();
const opens = useChromium();

beforeAll(createAllKindsOfPeople);

async function administrator() {
  const page = await opens({ reducedMotion: 'reduce' });
  const user = await newPerson({ administrator: true, company: 'Analytical Engines' });
  await signInInBrowser(page, portrait(), user.username);
  return { page, user, url: `${portrait().url}/en` };
}

async function confirms(page: Page): Promise<void> {
  await page.waitForURL('**/confirm?*');
  await page.fill('#confirm [name=currentPassword]', PASSWORD);
  await page.click('#confirm [type=submit]');
  await page.waitForURL((url) => !url.pathname.endsWith('/confirm'));
}

const isInWindow = (element: Element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
};

const leftAligned = (page: Page): Promise<string[]> =>
  page
    .locator('bdi')
    .evaluateAll((names) =>
      names.filter((name) => getComputedStyle(name).textAlign !== 'right').map((name) => name.textContent ?? ''),
    );

test.each(LOCALES)('every entry of the navigation fits its box on a phone in the language %s', async (locale) => {
  const page = await opens({ viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true });
  const { username } = await newPerson({ administrator: true, language: locale });
  await signInInBrowser(page, portrait(), username, `/${locale}/people`);
  await page.evaluate(() => document.fonts.ready);
  const unfit = await page.locator('body > div > nav a').evaluateAll((links) =>
    links.flatMap((link) => {
      const text = document.createRange();
      text.selectNodeContents(link);
      const { paddingLeft, paddingRight } = getComputedStyle(link);
      const room = link.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      const { width } = text.getBoundingClientRect();
      return width > room + 1 ? [`${link.textContent}: ${width} of ${room} pixels`] : [];
    }),
  );
  expect(unfit).toEqual([]);
});

const LOOKS: [string, Way, BrowserContextOptions, ((page: Page) => Promise<string[]>)[]][] = [
  ['in English', {}, {}, [axeFindings, undescribed]],
  [
    'in Arabic, dark, on a phone',
    { locale: 'ar', theme: 'dark' },
    { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true },
    [(page) => axeFindings(page, { onlyColours: true }), tooSmall, overlapping, cutOff, untidy, leftAligned],
  ],
  ['in German, on a narrow phone', { locale: 'de' }, { viewport: NARROW }, [cutOff]],
];

test.each(LOOKS)('nothing is wrong with any of the pages and states %s', async (_, way, options, checks) => {
  const page = await opens({ reducedMotion: 'reduce', ...options });
  const found: [string, string[]][] = [];
  await walkPeople(portrait(), page, way, async (state) => {
    for (const check of checks) {
      const findings = await check(page);
      if (findings.length > 0) found.push([state, findings]);
    }
  });
  expect(found).toEqual([]);
});

test('with JavaScript an act asks for a confirmation, keeps what was typed, and reports no error', async () => {
  const { page, url } = await administrator();
  const errors = collectErrors(page);
  const person = await newPerson();
  await page.goto(`${url}/people/${person.id}`);
  await page.fill('#person [name=role]', 'Captain');
  await page.check('#person [name=administrator]');
  await page.click('#person [type=submit]');
  await confirms(page);
  await page.waitForSelector('#person');
  expect(await page.inputValue('#person [name=role]')).toBe('Captain');
  expect(await page.isChecked('#person [name=administrator]')).toBe(true);
  await page.click('#person [type=submit]');
  await page.getByRole('status').getByText('Your changes have been saved.').waitFor();
  await page.click('#person-reset-password button');
  const password = await page.textContent('output#one-time-password');
  await page.getByRole('button', { name: 'Copy' }).and(page.locator(':focus')).waitFor();
  expect(await page.locator('output#one-time-password').evaluate(isInWindow)).toBe(true);
  await page.evaluate(() => {
    const writeText = async (text: string) => Object.assign(globalThis, { copied: text });
    Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
  });
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(() => (globalThis as { copied?: string }).copied)).toBe(password);
  await page.reload();
  expect(await page.locator('output#one-time-password').count()).toBe(0);
  expect(errors).toEqual([]);
});

test('a long username breaks inside its card, on a phone', async () => {
  const { page, url } = await administrator();
  const username = `maximiliana.${'hohenstein'.repeat(4)}@${'rechtsschutz'.repeat(4)}.example`;
  const { id } = await newPerson({ username });
  await page.setViewportSize(NARROW);
  await page.goto(`${url}/people/${id}`);
  const rights = await page
    .locator('main .username > span')
    .evaluateAll((halves) => halves.map((half) => half.getBoundingClientRect().right));
  expect(rights.length).toBeGreaterThan(1);
  expect(Math.max(...rights)).toBeLessThan(NARROW.width - 30);
});

test('with JavaScript an import continues by itself until everyone is created', async () => {
  const { page, url } = await administrator();
  await page.goto(`${url}/people/import`);
  const long = { name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.alloc(13 * 1024 * 1024) };
  await page.setInputFiles('[name=file]', long);
  await page.click('#people-import [type=submit]');
  await page.getByRole('alert').getByText('The file is too large. Choose one of 2 MB or less.').first().waitFor();
  const rows = Array.from({ length: 800 }, (_, n) => `many${n}@example.com,Many`).join('\n');
  await page.setInputFiles('[name=file]', { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await page.click('#people-import [type=submit]');
  await page.click('#people-import-confirm [type=submit]');
  await confirms(page);
  await page.click('#people-import-confirm [type=submit]');
  await page.waitForSelector('#people-passwords', { timeout: TEST_TIMEOUT_MS });
  expect(await page.textContent('main')).toContain("800 passwords haven't been seen by anyone yet.");
});

test('an act on a person who was deleted meanwhile leads to the list, which says so', async () => {
  const { page, url } = await administrator();
  const person = await newPerson();
  await page.goto(`${url}/confirm?next=${encodeURIComponent(`/en/people/${person.id}`)}`);
  await confirms(page);
  await deleteUser(person.username);
  await page.click('#person-disable [type=submit]');
  await page.waitForURL('**/en/people');
  expect(await page.locator('main [role=alert]').textContent()).toContain('This account no longer exists.');
});
