import { codeOf } from '../support/authenticator';
import { signInInBrowser, useChromium } from '../support/chromium';
import { changeUser, PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';
import { addVirtualAuthenticator } from '../support/virtual-authenticator';

const portrait = startServer({ REQUIRE_TWO_FACTOR: 'everyone' });
const opens = useChromium();

test('adding a passkey leads to recovery codes, then to the page first asked for; it then replaces the code', async () => {
  const { url } = portrait();
  const { username } = await newPerson();
  const page = await opens();
  await addVirtualAuthenticator(page);
  const logsIn = async () => {
    await page.goto(`${url}/en/sessions`);
    await page.fill('#sign-in [name=username]', username);
    await page.fill('#sign-in [name=password]', PASSWORD);
    await page.click('#sign-in [type=submit]');
  };
  await logsIn();
  await page.waitForURL('**/two-factor?next=*');
  await page.click('main a[href*="/passkeys"]');
  await page.click('#passkey-add');
  await page.waitForURL('**/confirm?next=*');
  await page.fill('#confirm [name=currentPassword]', PASSWORD);
  await page.click('#confirm [type=submit]');
  await page.waitForURL('**/passkeys?next=*');
  await page.click('#passkey-add');
  await page.waitForURL('**/two-factor/recovery-codes?next=*');
  await page.waitForFunction(() => document.querySelectorAll('main ol li').length === 10);
  await page.check('#recovery-codes-saved [type=checkbox]');
  await page.click('#recovery-codes-saved button');
  await page.waitForURL('**/en/sessions');

  await page.click('header summary');
  await page.click('#sign-out [type=submit]');
  await page.waitForURL('**/sign-in');
  await logsIn();
  await page.waitForURL('**/sign-in/code?next=*');
  await page.click('#passkey-code');
  await page.waitForURL('**/en/sessions');
});

test('without another page to go to, it leads straight to the set-up, and cancelling leads there again', async () => {
  const { url } = portrait();
  const { username } = await newPerson();
  const page = await opens();
  await page.goto(`${url}/en/sign-in`);
  await page.fill('#sign-in [name=username]', username);
  await page.fill('#sign-in [name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  await page.fill('#two-factor-start [name=currentPassword]', PASSWORD);
  await page.click('#two-factor-start [type=submit]');
  await page.waitForSelector('#two-factor-confirm');
  await page.click('[form=two-factor-cancel]');
  await page.waitForSelector('main #two-factor-start');
  await page.waitForSelector('dialog', { state: 'detached' });
});

test.each(['turned off in the dialog', 'reset meanwhile'])(
  'once two-factor authentication is %s, the page that sets it up replaces the profile',
  async (way) => {
    const user = await newPerson();
    const page = await opens();
    await signInInBrowser(page, portrait(), user.username, '/en/two-factor');
    const starts = async () => {
      await page.fill('main > section #two-factor-start [name=currentPassword]', PASSWORD);
      await page.click('#two-factor-start [type=submit]');
      await page.waitForSelector('main > section #two-factor-confirm');
    };
    await starts();
    const secret = ((await page.textContent('main code')) ?? '').replaceAll(' ', '');
    await page.fill('[name=code]', codeOf(secret));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/recovery-codes*');
    await page.goto(`${portrait().url}/en/profile`);
    if (way === 'reset meanwhile') await changeUser(user, { totpSecret: null, totpConfirmedAt: null });
    await page.getByRole('switch').click();
    if (way === 'turned off in the dialog') {
      await page.fill('dialog [name=code]', codeOf(secret, 1));
      await page.keyboard.press('Enter');
    }
    await starts();
    expect(await page.locator('dialog, #profile').count()).toBe(0);
    expect(await page.title()).toBe('Two-factor authentication · Portrait');
  },
);
