import type { Page } from 'playwright-core';
import { signInInBrowser } from './chromium';
import { deliver, linkIn, type MailServer, mailEnv } from './mail-server';
import { createUser, PASSWORD } from './people';
import { newPerson } from './scenes';
import type { Portrait } from './server';
import { type Look, setTheme, type Way } from './walk';

/** Takes a new person through the pages that need mail. */
export async function walkMail(
  [portrait, mail]: [Portrait, MailServer],
  page: Page,
  { locale = 'en', theme, ...named }: Way,
  look: Look,
): Promise<void> {
  const url = `${portrait.url}/${locale}`;
  await setTheme(page, portrait, theme);
  const { username } = await newPerson({ company: 'Analytical Engines', language: locale, ...named });
  await forgetsThePassword(page, url, username, look);
  await page.goto(portrait.url + linkIn(await mail.next(username)));
  await choosesAPassword(page, look);
  await page.goto(`${url}/set-password?token=spent`);
  await look('set-password-spent');
  const invited = `invited.${username}`;
  await createUser({ username: invited, company: 'Analytical Engines', language: locale }, { invites: true });
  Object.assign(process.env, mailEnv(mail));
  await deliver();
  await page.goto(portrait.url + linkIn(await mail.next(invited)));
  await look('set-password-invited');
  await changesTheUsername(page, [portrait, mail], url, username, look);
}

async function forgetsThePassword(page: Page, url: string, username: string, look: Look): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await look('sign-in-with-mail');
  await page.goto(`${url}/forgotten-password`);
  await look('forgotten-password');
  await page.click('#forgotten-password [type=submit]');
  await page.waitForSelector('#forgotten-password [role=alert]');
  await look('forgotten-password-refused');
  await page.fill('#forgotten-password [name=username]', username);
  await page.click('#forgotten-password [type=submit]');
  await page.waitForSelector('main [role=status]');
  await look('forgotten-password-sent');
}

async function choosesAPassword(page: Page, look: Look): Promise<void> {
  await look('set-password');
  await page.fill('[name=newPassword]', 'short');
  await page.fill('[name=confirmPassword]', 'short');
  await page.click('#set-password [type=submit]');
  await page.waitForSelector('#set-password [role=alert]');
  await look('set-password-refused');
  await page.fill('[name=newPassword]', PASSWORD.toUpperCase());
  await page.fill('[name=confirmPassword]', PASSWORD.toUpperCase());
  await page.click('#set-password [type=submit]');
  await page.waitForURL('**/sign-in');
  await look('set-password-done');
}

async function changesTheUsername(
  page: Page,
  [portrait, mail]: [Portrait, MailServer],
  url: string,
  username: string,
  look: Look,
): Promise<void> {
  const person = await newPerson({ username: `second.${username}`, language: url.slice(-2) });
  await signInInBrowser(page, portrait, person.username);
  await page.goto(`${url}/profile`);
  const changed = `third.${username}`;
  await page.fill('#profile [name=username]', changed);
  await page.fill('#profile [name=currentPassword]', PASSWORD);
  await look('profile-username-changed');
  await page.click('#profile [type=submit]');
  await page.waitForSelector('#username-resend');
  await look('profile-username-pending');
  await page.goto(`${url}/confirm-username?${linkIn(await mail.next(changed)).split('?')[1]}`);
  await look('confirm-username');
  await page.goto(`${url}/confirm-username?token=spent`);
  await look('confirm-username-spent');
}
