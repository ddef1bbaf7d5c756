import type { Page } from 'playwright-core';
import { transaction } from '../../db';
import { upsertApplicationSession } from '../../db/application-sessions';
import type { User } from '../../db/users';
import { registerApplication } from '../../lib/applications/registry';
import en from '../../messages/en.json';
import { codeOf } from '../support/authenticator';
import { signInInBrowser, useChromium } from '../support/chromium';
import { eventTypes } from '../support/events';
import { addPasskeyOf } from '../support/passkeys';
import { createSession, PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const opensPath = async (page: Page, path: string) => {
  await page.goto(`${portrait().url}/en/${path}`, { waitUntil: 'networkidle' });
};

async function startsTwoFactor(page: Page): Promise<void> {
  await opensPath(page, 'two-factor');
  await page.fill('#two-factor-start [name=currentPassword]', PASSWORD);
  await page.click('#two-factor-start [type=submit]');
  await page.waitForSelector('#two-factor-confirm');
}

async function usesApplications(user: User): Promise<void> {
  for (const name of ['Wiki', 'Chat']) {
    const redirectUris = ['https://wiki.example.com/'];
    const { id: applicationId } = await registerApplication({ name, redirectUris });
    const { id: sessionId } = await createSession(user);
    const used = { id: `${sessionId} at ${applicationId}`, sessionId, applicationId };
    await transaction((on) => upsertApplicationSession(on, used, Date.now()));
  }
  await fetch(`${portrait().url}/oidc/jwks`); // or the server notices later
}

/** Shows a form. */
const FORMS: Record<string, (page: Page, user: User) => Promise<unknown>> = {
  'sign-out': (page) => page.click('header summary'),
  theme: async () => {},
  'session-end': (page) => opensPath(page, 'sessions'),
  'sessions-end-others': (page) => opensPath(page, 'sessions'),
  'not-me': (page) => opensPath(page, 'activity/not-me'),
  'application-sign-out': (page) => opensPath(page, 'applications/sign-out'),
  'application-end': async (page, user) => {
    await usesApplications(user);
    await opensPath(page, 'applications');
  },
  'passkey-remove': async (page, user) => {
    await addPasskeyOf(user);
    await addPasskeyOf(user);
    await opensPath(page, 'confirm?next=%2Fen%2Fpasskeys');
    await page.fill('#confirm [name=currentPassword]', PASSWORD);
    await page.click('#confirm [type=submit]');
    await page.waitForSelector('#passkey-remove');
    await page.click('[data-at] button'); // sending a form hides notices
  },
  'two-factor-cancel': startsTwoFactor,
  'recovery-codes-saved': async (page) => {
    await startsTwoFactor(page);
    await page.fill(
      '#two-factor-confirm [name=code]',
      codeOf((await page.textContent('main code'))?.replaceAll(' ', '') ?? ''),
    );
    await page.click('#two-factor-confirm [type=submit]');
    await page.waitForURL('**/recovery-codes');
    await page.click('[data-at] button');
    await page.check('#recovery-codes-saved [type=checkbox]');
  },
};

async function shows(form: string) {
  const user = await newPerson();
  await createSession(user);
  await createSession(user);
  const page = await opens();
  await signInInBrowser(page, portrait(), user.username);
  await FORMS[form]?.(page, user);
  const button = page.locator(`#${form} [type=submit], [type=submit][form=${form}]`).first();
  return { page, user, button };
}

const textsOf = async (page: Page) =>
  (await page.locator('header, main, footer').allTextContents()).map((text) => text.replace(en.error.offline, ''));

test.each(Object.keys(FORMS))('without a connection %s says so beside the form, and the page stays', async (form) => {
  const { page, button } = await shows(form);
  const before = await textsOf(page);
  await page.context().setOffline(true);
  for (let tries = 0; tries < 2; tries++) {
    await button.click();
    const alert = page.locator('[role=alert]:focus', { hasText: en.error.offline });
    await alert.waitFor();
    const { y = -1, height = 0 } = (await alert.boundingBox()) ?? {};
    expect([y >= 0, y + height <= 720]).toEqual([true, true]);
    expect(await textsOf(page)).toEqual(before);
    expect(await page.locator('#recovery-codes-saved :checked').count()).toBe(form === 'recovery-codes-saved' ? 1 : 0);
  }
});

test('another failure shows its sentence beside the form', async () => {
  const { page, button } = await shows('session-end');
  const sentence = 'Try again in a minute.';
  const headers = { 'content-type': 'text/plain' };
  await page.route('**/sessions', (route) => route.fulfill({ status: 503, headers, body: sentence }));
  await button.click();
  await page.locator('main [role=alert]', { hasText: sentence }).waitFor();
  expect(await page.locator('#session-end').count()).toBe(2);
  await page.unroute('**/sessions');
  await button.click();
  await page.getByText(en.sessions.notices.ended).waitFor();
  expect(await page.locator('main [role=alert]').count()).toBe(0);
});

const LISTS = [
  ['session-end', 'session-ended', en.sessions.notices.ended],
  ['application-end', 'application-ended', en.applications.notices.ended],
  ['passkey-remove', 'passkey-removed', en.passkeys.notices.removed],
] as const;

test.each(LISTS)('a fast double click on %s does it once, and says so', async (form, event, notice) => {
  const { page, user, button } = await shows(form);
  await button.dblclick();
  await page.getByText(notice).waitFor();
  expect((await eventTypes(user.id)).filter((type) => type === event)).toHaveLength(1);
});

test.each(LISTS)('a slow double click on %s leaves the row that moves up', async (form, event, notice) => {
  const { page, user, button } = await shows(form);
  await button.hover();
  await page.mouse.down();
  await page.mouse.up();
  await page.getByText(notice).waitFor();
  await button.hover(); // the next one
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await page.getByText(notice).waitFor();
  expect((await eventTypes(user.id)).filter((type) => type === event)).toHaveLength(1);
  await button.click();
  await button.waitFor({ state: 'detached' });
  expect((await eventTypes(user.id)).filter((type) => type === event)).toHaveLength(2);
});

test.each(['session-end', 'sign-out', 'theme'])(
  'while %s is sent, its button shows so and sends it once',
  async (form) => {
    const { page, button } = await shows(form);
    let sent = 0;
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(page.url(), async (route) => {
      sent += route.request().method() === 'POST' ? 1 : 0;
      await answered;
      await route.continue();
    });
    await button.click();
    const busy = page.locator(`[aria-busy=true] [type=submit][aria-disabled=true]:focus`);
    expect(await busy.evaluate((button) => getComputedStyle(button, '::after').animationName)).toBe('appear, sweep');
    await busy.press('Enter');
    answer();
    await busy.waitFor({ state: 'detached' });
    expect(sent).toBe(1);
    expect(await page.locator('[aria-disabled], [aria-busy=true]').count()).toBe(0);
  },
);
