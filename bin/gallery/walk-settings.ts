import type { Page } from 'playwright-core';
import { PASSWORD } from '../../tests/support/people';
import { newPerson } from '../../tests/support/scenes';
import type { Portrait } from '../../tests/support/server';
import { type Look, setTheme, type Way } from '../../tests/support/walk';

export const SETTINGS = {
  APP_NAME: 'Analytical Engines Accounts',
  SUPPORT_CONTACT: 'help@analytical-engines.example',
  REQUIRE_TWO_FACTOR: 'everyone',
};

/** Takes a new person through the pages that a company's settings change. */
export async function walkSettings(
  portrait: Portrait,
  page: Page,
  { locale = 'en', theme, ...named }: Way,
  look: Look,
) {
  const url = `${portrait.url}/${locale}`;
  await setTheme(page, portrait, theme);
  const { username } = await newPerson({ company: 'Analytical Engines', language: locale, ...named });
  const signsIn = async (password: string) => {
    await page.goto(`${url}/sign-in`);
    await page.fill('[name=username]', username);
    await page.fill('[name=password]', password);
    await page.click('#sign-in [type=submit]');
  };
  await page.goto(`${url}/sign-in`);
  await look('settings-sign-in');
  await signsIn(PASSWORD);
  await page.waitForSelector('#two-factor-start');
  await look('settings-two-factor-required');
  await page.goto(`${url}/passkeys`);
  await look('settings-passkeys-required');
  await page.context().clearCookies();
  await setTheme(page, portrait, theme);
  for (let n = 0; n < 6; n += 1) {
    await signsIn(`wrong ${n}`);
    await page.waitForSelector('#sign-in [role=alert]');
  }
  await look('settings-sign-in-too-many');
}
