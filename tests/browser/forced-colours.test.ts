import type { Page } from 'playwright-core';
import { signInInBrowser, useChromium } from '../support/chromium';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

async function signedIn(): Promise<Page> {
  const { username } = await newPerson();
  const page = await opens({ forcedColors: 'active' });
  await signInInBrowser(page, portrait(), username);
  return page;
}

/** The painted colour of each step of the strength meter. */
const steps = (page: Page) =>
  page
    .locator('#password [aria-live]')
    .evaluate((words) =>
      [...(words.parentElement?.querySelectorAll('[aria-hidden]') ?? [])].map(
        (step) => getComputedStyle(step).backgroundColor,
      ),
    );

test('the strength meter fills up in forced colours', async () => {
  const page = await signedIn();
  const [empty] = await steps(page);
  await page.fill('#password [name=newPassword]', 'seven quiet lighthouses beyond');
  await page.getByText('Strong', { exact: true }).waitFor();
  expect(await steps(page)).not.toContain(empty);
});

test('an invalid field has another border than the others in forced colours', async () => {
  const page = await signedIn();
  await page.fill('#profile [name=username]', 'not an address');
  await page.click('#profile [type=submit]');
  await page.waitForSelector('#profile [aria-invalid=true]');
  const border = (field: string) =>
    page.locator(field).evaluate((element) => {
      const { borderTopStyle, borderTopWidth } = getComputedStyle(element);
      return `${borderTopWidth} ${borderTopStyle}`;
    });
  expect(await border('#profile [name=username]')).toBe('3px dashed');
  expect(await border('#profile select')).toBe('1px solid');
});

test('the chosen theme is underlined, and icons have the colour of their text, in forced colours', async () => {
  const page = await signedIn();
  const decoration = (pressed: boolean) =>
    page
      .locator(`#theme [aria-pressed=${pressed}]`)
      .first()
      .evaluate((button) => getComputedStyle(button).textDecorationLine);
  expect([await decoration(true), await decoration(false)]).toEqual(['underline', 'none']);
  const colours = await page
    .locator('#security svg')
    .evaluateAll((icons) =>
      icons.map((icon) => [icon, icon.parentElement as Element].map((e) => getComputedStyle(e).color)),
    );
  for (const [icon, text] of colours) expect(icon).toBe(text);
});

test('a primary button is filled, and a secondary one is not, in forced colours', async () => {
  const page = await opens({ forcedColors: 'active' });
  await page.goto(`${portrait().url}/en/sign-in`);
  const isFilled = (button: string) =>
    page.locator(button).evaluate((element) => {
      const { backgroundColor, color } = getComputedStyle(element);
      const { backgroundColor: around } = getComputedStyle(document.body);
      return backgroundColor !== around && color === around;
    });
  expect(await isFilled('#sign-in .btn-primary')).toBe(true);
  expect(await isFilled('main .btn:not(.btn-primary, .btn-square)')).toBe(false);
});
