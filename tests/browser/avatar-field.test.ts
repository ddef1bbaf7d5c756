import type { Page } from 'playwright-core';
import { canCrop, chooses, faultOf, onTheirProfile, saves } from '../support/avatar-page';
import { bytesOf, flat, quartersOf } from '../support/avatars';
import { useChromium } from '../support/chromium';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

/** What is drawn of the browser's own file field. */
const shownIn = (page: Page) =>
  page.locator('[name=avatar]').evaluate((input: HTMLInputElement) => {
    const button = getComputedStyle(input, '::file-selector-button').display;
    return { name: input.offsetWidth > 50 ? input.files?.[0]?.name : undefined, button };
  });

test.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('speaks the language of the page and names the chosen file, %s', async (_, javaScriptEnabled) => {
  const [page] = await onTheirProfile(opens, portrait(), { javaScriptEnabled });
  await page.goto(`${portrait().url}/ar/profile`);
  await page.getByText('تغيير الصورة', { exact: true }).waitFor();
  expect(await shownIn(page)).toEqual({ name: undefined, button: 'none' });
  await chooses(page, await bytesOf(flat(9, 9).png()), 'me.png');
  expect(await shownIn(page)).toEqual({ name: 'me.png', button: 'none' });
});

test.each(['none', 'active'] as const)(
  'opens from its button and shows its focus, forced colours: %s',
  async (forcedColors) => {
    const [page] = await onTheirProfile(opens, portrait(), { forcedColors });
    await Promise.all([page.waitForEvent('filechooser'), page.getByText('Change picture', { exact: true }).click()]);
    const ring = () =>
      page.getByText('Change picture', { exact: true }).evaluate((button) => getComputedStyle(button).outlineStyle);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    expect(await ring()).toBe('none');
    while (!(await page.locator('[name=avatar]').evaluate((input) => input === document.activeElement)))
      await page.keyboard.press('Tab');
    expect(await ring()).toBe('solid');
  },
);

test.each<[string, string, () => Promise<Buffer>]>([
  [
    'a text',
    "This file isn't a picture we can use. Choose a JPEG, PNG or WebP file.",
    async () => Buffer.from('I am a picture'),
  ],
  [
    'an empty file',
    "This file isn't a picture we can use. Choose a JPEG, PNG or WebP file.",
    async () => Buffer.alloc(0),
  ],
  [
    'a JPEG of nothing',
    'The picture is damaged or incomplete. Choose another file.',
    async () => Buffer.from('ffd8ffe0', 'hex'),
  ],
])('refuses %s at once, as the server would', async (_, sentence, make) => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await chooses(page, await make());
  await page.waitForSelector('[name=avatar][aria-invalid=true]:focus');
  expect(await faultOf(page)).toBe(sentence);
  expect(await page.locator('[id$=-fault] svg').count()).toBe(1);
  expect(await page.locator('#profile [role=alert]').allTextContents()).toContain(sentence);
  expect(await page.inputValue('[name=avatar]')).toBe('');
  expect(await page.locator('[role=application]').count()).toBe(0);
  await page.click('#profile [type=submit]');
  await page.waitForSelector('[name=avatar][aria-invalid=true]:focus');

  await chooses(page, await bytesOf(flat(9, 9, 'lime').png()));
  await canCrop(page);
  expect(await faultOf(page)).toBeNull();
  await saves(page);
  expect(await quartersOf(user)).toEqual(Array(4).fill('lime'));
});

test.each(['avif', 'gif'] as const)('converts %s, which the browser can show', async (format) => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await chooses(page, await flat(90, 90, 'lime').toFormat(format).toBuffer(), `me.${format}`);
  await canCrop(page);
  expect(await page.inputValue('[name=avatar]')).toMatch(/me\.webp$/);
  await saves(page);
  expect(await quartersOf(user)).toEqual(Array(4).fill('lime'));
});
