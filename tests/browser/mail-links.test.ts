import en from '../../messages/en.json';
import { flat } from '../support/avatars';
import { axeFindings } from '../support/axe';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { tooSmall, undescribed } from '../support/fields';
import { linkIn, startServerWithMail } from '../support/mail-server';
import { PASSWORD } from '../support/people';
import { cutOff } from '../support/reflow';
import { newPerson } from '../support/scenes';
import { walkMail } from '../support/walk-mail';

const started = startServerWithMail();
const opens = useChromium();

const NEW = 'seven quiet lighthouses';

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test('a forgotten password is replaced by a mailed link', async () => {
    const [{ url }, mail] = started();
    const user = await newPerson();
    const page = await opens({ javaScriptEnabled });
    const errors = collectErrors(page);
    await page.goto(`${url}/en/sign-in`);
    await page.click('a[href="/en/forgotten-password"]');
    await page.fill('#forgotten-password [name=username]', user.username);
    await page.click('#forgotten-password [type=submit]');
    await page.locator('main [role=status]').waitFor();
    await page.goto(url + linkIn(await mail.next(user.username)));
    await page.fill('[name=newPassword]', 'short');
    await page.fill('[name=confirmPassword]', 'short');
    await page.click('#set-password [type=submit]');
    await page.locator('#set-password [role=alert], main [role=alert]').first().waitFor();
    await page.fill('[name=newPassword]', NEW);
    await page.fill('[name=confirmPassword]', NEW);
    await page.click('#set-password [type=submit]');
    await page.waitForURL('**/sign-in');
    expect(await page.inputValue('[name=username]')).toBe(user.username);
    await page.fill('[name=password]', NEW);
    await page.click('#sign-in [type=submit]');
    await page.waitForURL('**/profile');
    expect(errors).toEqual([]);
  });

  test('a new username is confirmed by a mailed link', async () => {
    const [portrait, mail] = started();
    const user = await newPerson();
    const page = await opens({ javaScriptEnabled });
    await signInInBrowser(page, portrait, user.username);
    const username = `new.${user.username}`;
    await page.fill('#profile [name=username]', username);
    await page.fill('#profile [name=currentPassword]', PASSWORD);
    await page.click('#profile [type=submit]');
    await page.locator('#username-resend').waitFor();
    await page.goto(portrait.url + linkIn(await mail.next(username)));
    await page.click('#confirm-username [type=submit]');
    await page.waitForURL('**/profile');
    expect(await page.inputValue('#profile [name=username]')).toBe(username);
  });
});

test.each(['set-password', 'confirm-username'])('without JavaScript, forms work on a dead link of %s', async (name) => {
  const page = await opens({ javaScriptEnabled: false });
  await page.goto(`${started()[0].url}/en/${name}?token=dead`);
  await page.getByRole('button', { name: 'Dark' }).click();
  await page.waitForSelector('html[data-theme=dark] main h1');
  expect(page.url()).toContain('?token=dead');
});

test('sending the link of a new username again, and keeping the old one, keeps what is typed', async () => {
  const [portrait] = started();
  const user = await newPerson();
  const page = await opens();
  const errors = collectErrors(page);
  await signInInBrowser(page, portrait, user.username);
  await page.fill('#profile [name=username]', `new.${user.username}`);
  await page.fill('#profile [name=currentPassword]', PASSWORD);
  await page.click('#profile [type=submit]');
  await page.locator('#username-resend').waitFor();
  await page.selectOption('#profile [name=language]', 'de');
  await page.setInputFiles('#profile [name=avatar]', {
    name: 'a.png',
    mimeType: 'image/png',
    buffer: await flat(9, 9).png().toBuffer(),
  });
  await page.fill('#password [name=currentPassword]', PASSWORD);
  await page.fill('#password [name=newPassword]', NEW);
  const typed = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>('#profile [name], #password [name]')].map(({ value }) => value),
    );
  const before = await typed();
  await page.click('#username-resend button');
  await page.getByText(en.mail.notices.usernameSent).waitFor();
  expect(await typed()).toEqual(before);
  await page.click('#username-cancel button');
  await page.getByText(en.mail.notices.usernameKept).waitFor();
  await page.locator('#username-cancel').waitFor({ state: 'detached' });
  expect(await typed()).toEqual(before);
  expect(before).toEqual(expect.arrayContaining(['de', NEW, expect.stringMatching('a.png')]));
  expect(errors).toEqual([]);
});

test('nothing is wrong with any of the pages and states in Arabic, dark, on a phone', async () => {
  const page = await opens({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  const found: [string, string[]][] = [];
  await walkMail(started(), page, { locale: 'ar', theme: 'dark' }, async (state) => {
    for (const check of [axeFindings, tooSmall, undescribed, cutOff]) {
      const findings = await check(page);
      if (findings.length > 0) found.push([state, findings]);
    }
  });
  expect(found).toEqual([]);
});
