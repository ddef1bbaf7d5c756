import type { Page } from 'playwright-core';
import { codeOf } from '../support/authenticator';
import { signInInBrowser, useChromium } from '../support/chromium';
import { eventTypes } from '../support/events';
import { PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const NEW = 'seven quiet lighthouses';

async function starts(page: Page): Promise<string> {
  await page.goto(`${portrait().url}/en/two-factor`);
  await page.fill('#two-factor-start [name=currentPassword]', PASSWORD);
  await page.click('#two-factor-start [type=submit]');
  await page.waitForSelector('#two-factor-confirm');
  return (await page.textContent('main code'))?.replaceAll(' ', '') ?? '';
}

async function enables(page: Page): Promise<string> {
  const secret = await starts(page);
  await page.fill('#two-factor-confirm [name=code]', codeOf(secret));
  await page.click('#two-factor-confirm [type=submit]');
  await page.waitForURL('**/recovery-codes');
  return secret;
}

/** Fills a form. @returns the path of the next page */
const FORMS: Record<string, (page: Page, username: string) => Promise<string>> = {
  password: async (page) => {
    for (const [name, value] of Object.entries({ currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW }))
      await page.fill(`#password [name=${name}]`, value);
    return '/en/profile';
  },
  profile: async (page, username) => {
    await page.fill('#profile [name=username]', `new.${username}`);
    await page.fill('#profile [name=currentPassword]', PASSWORD);
    await page.selectOption('#profile [name=language]', 'de');
    return '/de/profile';
  },
  'two-factor-confirm': async (page) => {
    await page.fill('#two-factor-confirm [name=code]', codeOf(await starts(page)));
    return '/en/two-factor/recovery-codes';
  },
  'two-factor-disable': async (page) => {
    const secret = await enables(page);
    await page.goto(`${portrait().url}/en/two-factor`);
    await page.fill('#two-factor-disable [name=code]', codeOf(secret, 1));
    return '/en/profile';
  },
  'recovery-codes-renew': async (page) => {
    const secret = await enables(page);
    await page.check('#recovery-codes-saved [type=checkbox]');
    await page.click('#recovery-codes-saved button');
    await page.waitForURL('**/profile');
    await page.goto(`${portrait().url}/en/two-factor/recovery-codes`);
    await page.fill('#recovery-codes-renew [name=code]', codeOf(secret, 1));
    return '/en/two-factor/recovery-codes';
  },
  'sign-in-code': async (page, username) => {
    const secret = await enables(page);
    await page.context().clearCookies();
    await page.goto(`${portrait().url}/en/sign-in`);
    await page.fill('#sign-in [name=username]', username);
    await page.fill('#sign-in [name=password]', PASSWORD);
    await page.click('#sign-in [type=submit]');
    await page.waitForURL('**/sign-in/code');
    await page.fill('#sign-in-code [name=code]', codeOf(secret, 1));
    return '/en/profile';
  },
};

/** A log-in shows no notice. */
const hasNotice = (form: string) => form !== 'sign-in-code';

describe.each([
  ['without JavaScript', false],
  ['with JavaScript', true],
])('%s', (_, javaScriptEnabled) => {
  test.each(Object.keys(FORMS))('a double click on the button of %s does it once, and says so', async (form) => {
    const { id, username } = await newPerson();
    const page = await opens({ javaScriptEnabled });
    await signInInBrowser(page, portrait(), username);
    const target = await (FORMS[form] as (typeof FORMS)[string])(page, username);
    await page.dblclick(`#${form} [type=submit]`);
    await page.waitForSelector(hasNotice(form) ? '[role=status]' : '#profile');
    expect(new URL(page.url()).pathname).toBe(target);
    expect(await page.locator('main [role=alert]:visible').count()).toBe(0);
    await page.goto(`${portrait().url}/en/sessions`);
    expect(new URL(page.url()).pathname).toBe('/en/sessions');
    const events = (await eventTypes(id)).filter((type) => type !== 'language-changed');
    expect(events.filter((type) => type.endsWith('refused'))).toEqual([]);
    const unique = events.filter((type) => type !== 'signed-in');
    expect(new Set(unique).size).toBe(unique.length);
    expect(events.length - unique.length).toBe(form === 'sign-in-code' ? 2 : 1);
  });
});
