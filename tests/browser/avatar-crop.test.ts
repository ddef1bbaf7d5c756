import { areaOf, canCrop, chooses, choosesQuarters, onTheirProfile, saves, square } from '../support/avatar-page';
import { bytesOf, quarters, quartersOf } from '../support/avatars';
import { collectErrors, useChromium } from '../support/chromium';
import { startServer } from '../support/server';
import { until } from '../support/until';

const portrait = startServer();
const opens = useChromium();

const allOf = (colour: string) => Array(4).fill(colour);

test('drags with the mouse and zooms with its wheel at the pointer, without scrolling the page', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  const complaints = collectErrors(page);
  await choosesQuarters(page);
  expect(await square(page)).toEqual([0, 0, 800]);
  const at = await areaOf(page);
  const before = await page.evaluate(() => scrollY);
  await page.mouse.move(at(0.95, 0.95).x, at(0.95, 0.95).y);
  await page.mouse.wheel(0, 450);
  await page.mouse.wheel(0, -450);
  await page.waitForFunction(() => Number(document.querySelector<HTMLInputElement>('[type=range]')?.value) > 2);
  const [left = 0, top = 0, side = 0] = await square(page);
  expect([left > 400, top > 400, side < 400]).toEqual([true, true, true]);
  expect(await page.evaluate(() => scrollY)).toBe(before);
  await page.mouse.move(at(0.1, 0.5).x, at(0.1, 0.5).y);
  await page.mouse.down();
  await page.mouse.move(at(3, 0.5).x, at(3, 0.5).y, { steps: 5 });
  await page.mouse.up();
  expect(await square(page)).toEqual([0, top, side]);
  await saves(page);
  expect(await quartersOf(user)).toEqual(allOf('blue'));
  expect(complaints).toEqual([]);
});

test('moves with arrow keys, zooms with plus and minus, and announces the position', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await choosesQuarters(page);
  const area = page.getByRole('application', { name: 'Visible part of the picture' });
  await page.waitForSelector('[role=application]:focus');
  for (const key of ['+', '-', '=']) await area.press(`Control+${key}`); // zooms the page
  expect(await square(page)).toEqual([0, 0, 800]);
  for (let press = 0; press < 9; press++) await area.press('+');
  await area.press('-');
  expect(await square(page)).toEqual([213, 213, 373]);
  expect(await page.textContent('[aria-live=polite]:not(:empty)')).toBe(
    'Zoom 214%; 27% from the left, 27% from the top.',
  );
  for (let press = 0; press < 20; press++) await area.press('ArrowLeft');
  for (let press = 0; press < 20; press++) await area.press('ArrowDown');
  expect(await square(page)).toEqual([427, 0, 373]);
  await saves(page);
  expect(await quartersOf(user)).toEqual(allOf('lime'));
});

test('zooms with two fingers and drags with one', async () => {
  const [page, user] = await onTheirProfile(opens, portrait(), {
    hasTouch: true,
    viewport: { width: 375, height: 800 },
  });
  await choosesQuarters(page);
  const at = await areaOf(page);
  const session = await page.context().newCDPSession(page);
  type Type = 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel';
  const touch = (type: Type, ...touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', at(0.1, 0.1));
  await touch('touchCancel'); // the system took the finger for something else
  await touch('touchStart', at(0.4, 0.5), at(0.6, 0.5));
  await touch('touchMove', at(0.25, 0.5), at(0.75, 0.5));
  await touch('touchEnd');
  await until(async () => Math.abs(((await square(page))[2] ?? 0) - 320) < 10);
  const [, , side = 0] = await square(page);
  await touch('touchStart', at(0.9, 0.9));
  await touch('touchMove', at(0.5, 0.5));
  await touch('touchMove', at(-1, -1));
  await touch('touchEnd');
  await until(async () => `${await square(page)}` === `${[800 - side, 800 - side, side]}`);
  await saves(page);
  expect(await quartersOf(user)).toEqual(allOf('white'));
});

test('zooms into the middle with a slider that says how far', async () => {
  const [page] = await onTheirProfile(opens, portrait());
  await choosesQuarters(page);
  await page.getByLabel('Zoom').fill('2');
  expect(await square(page)).toEqual([200, 200, 400]);
  expect(await page.getByLabel('Zoom').getAttribute('aria-valuetext')).toBe('200%');
});

test('shows the round window in forced colours', async () => {
  const [page] = await onTheirProfile(opens, portrait(), { forcedColors: 'active' });
  await choosesQuarters(page);
  const { border, shadow } = await page.locator('[role=application] > span').evaluate((window) => {
    const { borderTopWidth, boxShadow } = getComputedStyle(window);
    return { border: borderTopWidth, shadow: boxShadow };
  });
  expect([border, shadow]).toEqual(['2px', expect.stringContaining('rgba(0, 0, 0, 0.5)')]);
});

test('crops a photo with an EXIF orientation as it is shown', async () => {
  const [page, user] = await onTheirProfile(opens, portrait());
  await chooses(page, await bytesOf((await quarters(1600, 800)).withMetadata({ orientation: 6 }).jpeg()));
  await canCrop(page);
  expect(await square(page)).toEqual([0, 400, 800]);
  await page.getByLabel('Zoom').fill('2');
  for (let press = 0; press < 30; press++) await page.getByRole('application').press('ArrowUp');
  expect(await square(page)).toEqual([200, 1200, 400]);
  for (let press = 0; press < 10; press++) await page.getByRole('application').press('ArrowRight');
  expect(await square(page)).toEqual([0, 1200, 400]);
  await saves(page);
  expect(await quartersOf(user)).toEqual(allOf('white'));
});
