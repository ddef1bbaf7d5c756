import type { Page } from 'playwright-core';
import { LOCALES } from '../../lib/i18n/locales';
import { codeOf } from '../support/authenticator';
import { signInInBrowser, useChromium } from '../support/chromium';
import { createSession, PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { cookieNameAt, startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

type Options = Parameters<typeof opens>[0];

async function saved(options?: Options, before?: (page: Page) => Promise<void>): Promise<Page> {
  const { username } = await newPerson();
  const page = await opens(options);
  await before?.(page);
  await signInInBrowser(page, portrait(), username);
  await page.click('#profile [type=submit]');
  await page.waitForSelector('main [role=status]');
  return page;
}

const notice = (page: Page) => page.locator('main [role=status]');

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test.each([
    [1280, 800],
    [320, 640],
  ])('lets Log out be clicked while a notice is shown, at %i by %i', async (width, height) => {
    const page = await saved({ javaScriptEnabled, viewport: { width, height } });
    await page.evaluate(() => scrollTo(0, 0));
    await page.click('header summary');
    expect(await notice(page).isVisible()).toBe(true);
    await page.click('#sign-out [type=submit]');
    await page.waitForURL('**/sign-in');
  });

  test('dismisses a notice, and keeps what was typed', async () => {
    const page = await saved({ javaScriptEnabled });
    await page.fill('#profile [name=username]', 'typed@example.com');
    await notice(page)
      .locator(javaScriptEnabled ? 'button' : 'label')
      .click();
    await notice(page).waitFor({ state: 'hidden' });
    expect(await page.inputValue('#profile [name=username]')).toBe('typed@example.com');
  });

  test('covers little of the window at 400 %', async () => {
    const page = await saved({ javaScriptEnabled, viewport: { width: 320, height: 200 } });
    await page.evaluate(() => scrollTo(0, 300));
    const { y = 0, height = 0 } = (await notice(page).boundingBox()) ?? {};
    expect(Math.min(height, Math.max(0, y + height))).toBeLessThan(56); // two lines
  });

  test('shows that two-factor authentication is on at the bottom of the window, in every language', async () => {
    const { username } = await newPerson();
    const page = await opens({ javaScriptEnabled, viewport: { width: 390, height: 844 } });
    await signInInBrowser(page, portrait(), username, '/en/two-factor');
    await page.fill('[name=currentPassword]', PASSWORD);
    await page.click('#two-factor-start [type=submit]');
    await page.waitForSelector('#two-factor-confirm');
    await page.fill('[name=code]', codeOf((await page.textContent('main code'))?.replaceAll(' ', '') ?? ''));
    await page.click('#two-factor-confirm [type=submit]');
    await page.waitForURL('**/recovery-codes');
    for (const locale of LOCALES) {
      if (locale !== 'en') {
        const cookie = {
          name: cookieNameAt(portrait().url, 'portrait-notice'),
          value: 'two-factor.notices.enabled',
          url: portrait().url,
        };
        await page.context().addCookies([cookie]);
        await page.goto(`${portrait().url}/${locale}/two-factor/recovery-codes`);
      }
      for (const size of [
        [1280, 800],
        [390, 844],
        [320, 640],
      ] as const) {
        await page.setViewportSize({ width: size[0], height: size[1] });
        const box = await notice(page).boundingBox();
        const bottom = (box?.y ?? 0) + (box?.height ?? 0);
        expect([locale, bottom <= size[1], bottom > size[1] - 40, (box?.y ?? 0) > size[1] / 2]).toEqual([
          locale,
          true,
          true,
          true,
        ]);
      }
    }
  });
});

test('hides a notice after a while, but never while it is focused or hovered', async () => {
  const page = await saved({}, (page) => page.clock.install());
  await notice(page).hover();
  await page.clock.runFor(60_000);
  expect(await notice(page).isVisible()).toBe(true);
  await page.mouse.move(0, 0);
  await notice(page).locator('button').focus();
  await page.clock.runFor(60_000);
  expect(await notice(page).isVisible()).toBe(true);
  await page.locator('#profile [name=username]').focus();
  await page.clock.runFor(60_000);
  await notice(page).waitFor({ state: 'detached' });
});

test('keeps a refusal that is shown as a notice', async () => {
  const { username } = await newPerson();
  const page = await opens();
  await page.clock.install();
  await signInInBrowser(page, portrait(), username);
  const cookie = {
    name: cookieNameAt(portrait().url, 'portrait-notice'),
    value: 'sessions.errors.endedAlready',
    url: portrait().url,
  };
  await page.context().addCookies([cookie]);
  await page.goto(`${portrait().url}/en/sessions`);
  await page.clock.runFor(60_000);
  expect(await page.locator('main [role=alert]').isVisible()).toBe(true);
});

test('a page that is loaded again the moment a notice appears does not show it again', async () => {
  const { username } = await newPerson();
  const page = await opens();
  await signInInBrowser(page, portrait(), username);
  await page.evaluate(() => {
    const reload = () => document.querySelector('main [role=status]') && location.reload();
    new MutationObserver(reload).observe(document, { childList: true, subtree: true });
  });
  await Promise.all([page.waitForEvent('load'), page.click('#profile [type=submit]')]);
  expect(await notice(page).count()).toBe(0);
});

test.each([
  ['clears', 'this build', undefined, ''],
  ['keeps', 'another build, whose page the browser loads', 'another', 'profile.notices.unchanged'],
])(
  '%s the cookie of a notice in a response that holds its page, for a browser with %s',
  async (_, __, build, value) => {
    const page = await saved();
    const name = cookieNameAt(portrait().url, 'portrait-notice');
    await page.route('**/profile', (route) =>
      route.continue({ headers: { ...route.request().headers(), ...(build && { 'x-deployment-id': build }) } }),
    );
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.click('#profile [type=submit]');
    const headers = await (await answered).headersArray();
    const cookies = headers.filter((header) => header.name.toLowerCase() === 'set-cookie');
    expect(cookies.map((cookie) => cookie.value.split(';', 1)[0])).toEqual([`${name}=${value}`]);
  },
);

test('says each time that a session has been ended', async () => {
  const user = await newPerson();
  for (let made = 0; made < 3; made++) await createSession(user);
  const page = await opens();
  await signInInBrowser(page, portrait(), user.username, '/en/sessions');
  for (const left of [3, 2, 1]) {
    await page.locator('#session-end button').first().click();
    await page.waitForFunction((left) => document.querySelectorAll('main li').length === left, left);
    await page.getByText('The session has been ended.').waitFor();
  }
});
