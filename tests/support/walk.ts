import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { transaction } from '../../db';
import { upsertApplicationSession } from '../../db/application-sessions';
import { registerApplication } from '../../lib/applications/registry';
import type { Locale } from '../../lib/i18n/locales';
import { codeOf } from './authenticator';
import { addPasskeyOf } from './passkeys';
import { createSession, findUser, PASSWORD } from './people';
import { newPerson } from './scenes';
import { cookieNameAt, type Portrait } from './server';

export type Look = (state: string) => Promise<void>;

export type Way = { locale?: Locale; theme?: 'light' | 'dark' | 'contrast'; username?: string };

export async function setTheme(page: Page, { url }: Portrait, theme: Way['theme']): Promise<void> {
  if (theme) await page.context().addCookies([{ name: cookieNameAt(url, 'portrait-theme'), value: theme, url }]);
}

/** Takes a new person through every page and every state of its forms. */
export async function walk(
  portrait: Portrait,
  page: Page,
  { locale = 'en', theme, ...named }: Way,
  look: Look,
): Promise<void> {
  const url = `${portrait.url}/${locale}`;
  await setTheme(page, portrait, theme);
  const account = { company: 'Analytical Engines', role: 'Lead engineer', language: locale, ...named };
  const { username } = await newPerson(account);
  await signsIn(page, url, username, look);
  await changesTheProfile(page, url, look);
  await changesThePassword(page, look);
  await seesWhatHappened(page, url, username, look);
  await usesAnApplication(page, url, username, look);
  const secret = await switchesTwoFactorOn(page, url, look);
  await usesRecoveryCodes(page, url, look);
  await signsInWithCode(page, url, username, secret, look);
  await page.goto(`${url}/nothing-here`);
  await look('not-found');
}

async function signsIn(page: Page, url: string, username: string, look: Look): Promise<void> {
  await page.goto(`${url}/nothing-here`);
  await look('not-found-signed-out');
  await page.goto(`${url}/sign-in`);
  await look('sign-in');
  await page.click('header summary');
  await look('sign-in-languages');
  await page.click('header summary');
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', 'not this one');
  await page.click('#sign-in [type=submit]');
  await page.waitForSelector('#sign-in [role=alert]');
  await look('sign-in-refused');
  await page.fill('[name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  await page.waitForURL('**/profile');
}

async function changesTheProfile(page: Page, url: string, look: Look): Promise<void> {
  await look('profile');
  await page.click('header summary');
  await look('profile-menu');
  await page.click('header summary');
  await page.fill('#profile [name=username]', 'ada@analytical-engines');
  await page.click('#profile [type=submit]');
  await page.waitForSelector('#profile [role=alert]');
  await look('profile-refused');
  await page.goto(`${url}/profile`);
  await page.setInputFiles('[name=avatar]', { name: 'ada.png', mimeType: 'image/png', buffer: await aPortrait() });
  if (await page.evaluate(() => matchMedia('(scripting: enabled)').matches))
    await page.waitForSelector('#profile [role=application]');
  await look('profile-avatar-chosen');
  await page.click('#profile [type=submit]');
  await page.waitForSelector('main [role=status]');
  await look('profile-saved');
}

function aPortrait(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60" width="900" height="600">
    <linearGradient id="sky" x2="0" y2="1"><stop stop-color="#f6c9a0"/><stop offset="1" stop-color="#d96f5d"/></linearGradient>
    <rect width="90" height="60" fill="url(#sky)"/><path d="M22 60a23 20 0 0 1 46 0z" fill="#2d3a66"/>
    <path d="M31 30q0 14 -3 18h34q-3 -4 -3 -18q0 -14 -14 -14t-14 14z" fill="#4a2c22"/>
    <circle cx="45" cy="30" r="10" fill="#f3d3bd"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

async function changesThePassword(page: Page, look: Look): Promise<void> {
  await page.fill('#password [name=newPassword]', 'seven quiet light');
  await look('password-typed');
  await page.fill('#password [name=currentPassword]', PASSWORD);
  await page.click('#password [type=submit]');
  await page.waitForSelector('#password [role=alert]');
  await look('password-refused');
}

async function switchesTwoFactorOn(page: Page, url: string, look: Look): Promise<string> {
  await page.goto(`${url}/profile`);
  await page.click('[role=switch]');
  await page.waitForSelector('#two-factor-start');
  await look('two-factor-from-profile');
  await page.goto(`${url}/two-factor`);
  await look('two-factor-off');
  await page.fill('[name=currentPassword]', PASSWORD);
  await page.click('#two-factor-start [type=submit]');
  await page.waitForSelector('#two-factor-confirm');
  await look('two-factor-pending');
  const secret = (await page.textContent('main code'))?.replaceAll(' ', '') ?? '';
  await page.fill('[name=code]', '000000');
  await page.click('#two-factor-confirm [type=submit]');
  await page.waitForSelector('#two-factor-confirm [role=alert]');
  await look('two-factor-refused');
  await page.fill('[name=code]', codeOf(secret));
  await page.click('#two-factor-confirm [type=submit]');
  await page.waitForURL('**/recovery-codes');
  return secret;
}

async function usesRecoveryCodes(page: Page, url: string, look: Look): Promise<void> {
  await look('recovery-codes');
  await page.emulateMedia({ media: 'print' });
  await look('recovery-codes-printed');
  await page.emulateMedia({ media: 'screen' });
  await page.check('#recovery-codes-saved [type=checkbox]');
  await page.click('#recovery-codes-saved button');
  await page.waitForURL('**/profile');
  await look('profile-two-factor-on');
  await page.goto(`${url}/two-factor/recovery-codes`);
  await look('recovery-codes-gone');
  await page.goto(`${url}/two-factor?recovery`);
  await look('two-factor-on-recovery-code');
  await page.goto(`${url}/two-factor`);
  await look('two-factor-on');
}

async function seesWhatHappened(page: Page, url: string, username: string, look: Look): Promise<void> {
  await page.goto(`${url}/sessions`);
  await look('sessions-this-alone');
  await createSession({ username });
  await page.goto(`${url}/sessions`);
  await look('sessions');
  await page.click('#session-end button');
  await page.waitForSelector('main [role=status]');
  await look('sessions-one-ended');
  await page.goto(`${url}/activity`);
  await look('activity');
  await page.click('main a[href*="not-me"]');
  await page.waitForSelector('#not-me');
  await look('not-me');
  await page.click('#not-me button');
  await page.waitForSelector('#password');
  await look('not-me-password');
  await page.goto(`${url}/passkeys`);
  await look('passkeys-none');
  await addPasskeyOf(await findUser(username));
  await page.goto(`${url}/passkeys`);
  await look('passkeys');
}

async function usesAnApplication(page: Page, url: string, username: string, look: Look): Promise<void> {
  await page.goto(`${url}/applications`);
  await look('applications-none');
  const { id: applicationId } = await registerApplication({
    name: 'Wiki',
    redirectUris: ['https://wiki.example.com/'],
  });
  const { id: sessionId } = await createSession({ username });
  const at = { id: `${sessionId} at ${applicationId}`, sessionId, applicationId };
  await transaction((on) => upsertApplicationSession(on, at, Date.now()));
  await page.goto(`${url}/applications`);
  await look('applications');
  await page.click('#application-end button');
  await page.waitForSelector('main [role=status]');
  await look('applications-one-ended');
  await page.goto(`${url}/applications/sign-out?client_id=${applicationId}`);
  await look('applications-sign-out');
  await page.goto(`${url}/profile`);
}

async function signsInWithCode(page: Page, url: string, username: string, secret: string, look: Look): Promise<void> {
  await page.click('header summary');
  await page.click('#sign-out [type=submit]');
  await page.waitForURL('**/sign-in');
  await look('signed-out');
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  await page.waitForURL('**/sign-in/code');
  await look('sign-in-code');
  await page.fill('[name=code]', '000000');
  await page.click('#sign-in-code [type=submit]');
  await page.waitForSelector('#sign-in-code [role=alert]');
  await look('sign-in-code-refused');
  await page.fill('[name=code]', codeOf(secret, 1));
  await page.click('#sign-in-code [type=submit]');
  await page.waitForURL(`${url}/profile`);
}
