import type { Page } from 'playwright-core';
import type { User } from '../../db/users';
import { changePassword } from '../../lib/password';
import { signIn } from '../../lib/sign-in';
import { locked } from '../sqlite/lock';
import { codeOf } from '../support/authenticator';
import { signInInBrowser, useChromium } from '../support/chromium';
import { CLIENT, createSession, PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const NEW = 'seven quiet lighthouses';

const at = (path: string) => `${portrait().url}/en/${path}`;

/** Pressing the button scrolls it into the window, as it does for a person. */
async function send(page: Page, form: string, entries: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(entries)) await page.fill(`#${form} [name=${name}]`, text);
  await page.click(`#${form} [type=submit]`);
}

/** Sends a form, and waits until its alert and the field at fault are entirely inside the window. */
async function expectAlertInWindow(page: Page, form: string, entries: Record<string, string>, fault?: string) {
  await send(page, form, entries);
  await page.waitForSelector(`#${form}[aria-busy=false] [role=alert]`);
  await page.waitForFunction(
    (form) =>
      [...document.querySelectorAll(`#${form} :is([role=alert], [aria-invalid=true])`)].every((element) => {
        const { top, bottom, left, right } = element.getBoundingClientRect();
        return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      }),
    form,
  );
  const atFault = page.locator(`#${form} [aria-invalid=true]`);
  const name = (await atFault.count()) > 0 ? await atFault.getAttribute('name') : undefined;
  expect([form, entries, name]).toEqual([form, entries, fault]);
  expect(await page.evaluate((form) => document.activeElement?.closest('form')?.id === form, form)).toBe(true);
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_, javaScriptEnabled) => {
  describe.each([
    [1280, 800],
    [320, 640],
  ])('in a window of %i by %i', (width, height) => {
    const open = () => opens({ javaScriptEnabled, viewport: { width, height }, reducedMotion: 'reduce' });

    async function signedIn(): Promise<[Page, User]> {
      const user = await newPerson();
      const page = await open();
      await signInInBrowser(page, portrait(), user.username);
      return [page, user];
    }

    test('shows the alert of a refused sign-in inside the window', async () => {
      const { username } = await newPerson();
      const page = await open();
      await page.goto(at('sign-in'));
      await expectAlertInWindow(page, 'sign-in', { username: '' }, 'username');
      await expectAlertInWindow(page, 'sign-in', { username, password: '' }, 'password');
      await expectAlertInWindow(page, 'sign-in', { username, password: 'wrong' }, 'password');
      for (let failure = 0; failure < 4; failure++) await signIn({ username, password: 'wrong' }, CLIENT);
      await expectAlertInWindow(page, 'sign-in', { username, password: PASSWORD });
      expect(await page.textContent('[role=alert]')).toContain('Too many');
    });

    test('shows the alert of a refused profile or password inside the window', async () => {
      const [page, user] = await signedIn();
      await expectAlertInWindow(page, 'profile', { username: 'nobody' }, 'username');
      await expectAlertInWindow(page, 'profile', { username: 'new@example.com' }, 'currentPassword');
      const passwords = { currentPassword: PASSWORD, newPassword: 'short', confirmPassword: 'short' };
      await expectAlertInWindow(page, 'password', passwords, 'newPassword');
      await expectAlertInWindow(
        page,
        'password',
        { ...passwords, newPassword: 'password password' },
        javaScriptEnabled ? 'confirmPassword' : 'newPassword',
      );
      const wrong = { currentPassword: 'wrong', newPassword: NEW, confirmPassword: NEW };
      await expectAlertInWindow(page, 'password', wrong, 'currentPassword');
      const session = await createSession(user);
      for (let failure = 0; failure < 4; failure++) await changePassword(session, wrong, CLIENT);
      await expectAlertInWindow(page, 'password', wrong);
      expect(await page.textContent('#password [role=alert]')).toContain('Too many');
    });

    test('shows the alert of a refused code inside the window', async () => {
      const [page, { username }] = await signedIn();
      await page.goto(at('two-factor'));
      await expectAlertInWindow(page, 'two-factor-start', { currentPassword: 'wrong' }, 'currentPassword');
      await send(page, 'two-factor-start', { currentPassword: PASSWORD });
      await page.waitForSelector('#two-factor-confirm');
      await expectAlertInWindow(page, 'two-factor-confirm', { code: '000000' }, 'code');
      const secret = (await page.textContent('main code'))?.replaceAll(' ', '') ?? '';
      await page.fill('[name=code]', codeOf(secret));
      await page.click('#two-factor-confirm [type=submit]');
      await page.waitForURL('**/recovery-codes');
      await expectAlertInWindow(page, 'recovery-codes-renew', { code: '000000' }, 'code');
      await page.goto(at('two-factor'));
      await expectAlertInWindow(page, 'two-factor-disable', { code: '000000' }, 'code');
      await page.context().clearCookies();
      await page.goto(at('sign-in'));
      await send(page, 'sign-in', { username, password: PASSWORD });
      await page.waitForURL('**/sign-in/code');
      await expectAlertInWindow(page, 'sign-in-code', { code: '000000' }, 'code');
    });

    // Waiting for the lock takes seconds, so both forms wait at once.
    if (width === 320 && !process.env.PORTRAIT_TEST_POSTGRES)
      test('shows the alert of a locked database inside the window', async () => {
        const [[profile], [password]] = await Promise.all([signedIn(), signedIn()]);
        await profile.selectOption('#profile [name=language]', 'de');
        const typed = { currentPassword: PASSWORD, newPassword: PASSWORD, confirmPassword: PASSWORD };
        const unlock = await locked(portrait().file);
        try {
          await Promise.all([
            expectAlertInWindow(profile, 'profile', {}),
            expectAlertInWindow(password, 'password', typed),
          ]);
        } finally {
          await unlock();
        }
      });

    if (javaScriptEnabled)
      test('shows the alert of a lost connection inside the window', async () => {
        const [page] = await signedIn();
        await page.context().setOffline(true);
        await expectAlertInWindow(page, 'profile', {});
        const typed = { currentPassword: PASSWORD, newPassword: PASSWORD, confirmPassword: PASSWORD };
        await expectAlertInWindow(page, 'password', typed);
      });

    if (javaScriptEnabled)
      test('shows the alert of a form in the dialog inside the window', async () => {
        const [page] = await signedIn();
        await page.getByRole('switch').click();
        await page.waitForSelector('dialog[open]');
        await expectAlertInWindow(page, 'two-factor-start', { currentPassword: 'wrong' }, 'currentPassword');
        await send(page, 'two-factor-start', { currentPassword: PASSWORD });
        await page.waitForSelector('#two-factor-confirm');
        await expectAlertInWindow(page, 'two-factor-confirm', { code: '000000' }, 'code');
      });
  });
});
