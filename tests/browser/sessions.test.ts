import { eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { db } from '../../db';
import { sessions } from '../../db/schema';
import { setClock } from '../../lib/adapters/clock';
import { beginSession } from '../../lib/sessions';
import { signIn } from '../../lib/sign-in';
import en from '../../messages/en.json';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { CLIENT, createSession, PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

test.each([true, false])('ends sessions from the list, with JavaScript: %s', async (javaScriptEnabled) => {
  const user = await newPerson();
  await createSession(user);
  await createSession(user);
  await createSession(user);
  const page = await opens({ javaScriptEnabled });
  const complaints = collectErrors(page);
  await signInInBrowser(page, portrait(), user.username);
  await page.click('main a[href$="/sessions"]');
  await page.locator('#session-end button').first().click();
  await page.getByText('The session has been ended.').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('main li').length === 3);
  await page.reload();
  expect(await page.locator('main [role=status]').count()).toBe(0);
  await page.click('#sessions-end-others button');
  await page.getByText('All other sessions have been ended.').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('main li').length === 1);
  expect(complaints).toEqual([]);
});

test('says so when a session cannot be ended, and ends it when asked again', async () => {
  const user = await newPerson();
  await createSession(user);
  const page = await opens();
  await signInInBrowser(page, portrait(), user.username, '/en/sessions');
  await page.context().setOffline(true);
  await page.click('#session-end button');
  await page.getByText(en.error.offline).waitFor();
  await page.context().setOffline(false);
  await page.click('#session-end button');
  await page.getByText('The session has been ended.').waitFor();
});

test('drops the name from the header when the two-factor switch of an ended session leads to the log-in page', async () => {
  const user = await newPerson();
  const page = await opens();
  await signInInBrowser(page, portrait(), user.username);
  await db().delete(sessions).where(eq(sessions.userId, user.id));
  await page.click('#two-factor-switch');
  await page.waitForSelector('#sign-in');
  await page.locator('header').getByText(user.username).first().waitFor({ state: 'detached' });
  expect(await page.locator('nav').count()).toBe(1); // the languages
});

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

/** The left edge of a word. */
const leftOf = (page: Page, text: string) =>
  page.evaluate((text) => {
    const nodes = document.createTreeWalker(document.querySelector('main') as Node, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const at = nodes.currentNode.textContent?.indexOf(text) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(nodes.currentNode, at);
      range.setEnd(nodes.currentNode, at + text.length);
      return range.getBoundingClientRect().left;
    }
    return Number.NaN;
  }, text);

test.each(['sessions', 'activity'])('a device reads from right to left in Arabic in %s', async (name) => {
  const { username } = await newPerson();
  const page = await opens({ userAgent: CHROME });
  await signInInBrowser(page, portrait(), username, `/ar/${name}`);
  expect(await leftOf(page, 'Chrome')).toBeGreaterThan(await leftOf(page, 'Windows'));
  await page.goto(`${portrait().url}/en/${name}`);
  expect(await leftOf(page, 'Chrome')).toBeLessThan(await leftOf(page, 'Windows'));
});

const LONG = '2001:db8:1234:5678:9abc:def0:1234:5678';

test.each(['sessions', 'activity'])('a long address breaks only after a colon in %s', async (name) => {
  const user = await newPerson();
  await beginSession(await ticketOf(user.username), { address: LONG, userAgent: CHROME });
  const page = await opens({ viewport: { width: 320, height: 640 } });
  await signInInBrowser(page, portrait(), user.username, `/de/${name}`);
  const lines = await page.locator('bdi', { hasText: LONG }).evaluate((address) => {
    const lines: Record<number, string> = {};
    const nodes = document.createTreeWalker(address, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode())
      for (const [at, character] of [...(nodes.currentNode.textContent ?? '')].entries()) {
        const range = document.createRange();
        range.setStart(nodes.currentNode, at);
        range.setEnd(nodes.currentNode, at + 1);
        const top = Math.round(range.getBoundingClientRect().top);
        lines[top] = (lines[top] ?? '') + character;
      }
    return Object.values(lines);
  });
  expect(lines.join('')).toBe(LONG);
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/:$/);
});

async function ticketOf(username: string): Promise<string> {
  const outcome = await signIn({ username, password: PASSWORD }, CLIENT);
  return outcome.ok ? outcome.ticket : '';
}

test('no line of a session wraps at 390 pixels, and in a wide window all begin alike', async () => {
  const user = await newPerson();
  await createSession(user);
  const page = await opens({ viewport: { width: 390, height: 844 } });
  await signInInBrowser(page, portrait(), user.username);
  for (const locale of ['ar', 'de', 'fr', 'ja', 'en']) {
    await page.goto(`${portrait().url}/${locale}/sessions`);
    const broken = await page.locator('main li .dotted > *').evaluateAll((facts) => {
      const isBroken = (fact: Element) =>
        fact.getBoundingClientRect().height > 1.6 * Number.parseFloat(getComputedStyle(fact).fontSize);
      return facts.filter(isBroken).map((fact) => fact.textContent);
    });
    expect([locale, broken]).toEqual([locale, []]);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  const starts = await page
    .locator('main li .dotted')
    .evaluateAll((lists) => lists.map((list) => list.getBoundingClientRect().left));
  expect([starts.length, new Set(starts).size]).toEqual([2, 1]);
});

test.each([
  ['Asia/Tokyo', true, /^\d+:\d\d.[AP]M$/],
  ['Asia/Tokyo', false, /UTC$/],
] as const)(
  'in %s a time is in its zone, or names UTC, with JavaScript: %s',
  async (timezoneId, javaScriptEnabled, zone) => {
    const { username } = await newPerson();
    const page = await opens({ timezoneId, javaScriptEnabled });
    const complaints = collectErrors(page);
    await signInInBrowser(page, portrait(), username);
    await page.goto(`${portrait().url}/en/activity`);
    await page.locator('main time', { hasText: zone }).first().waitFor();
    expect(complaints).toEqual([]);
  },
);

test('counts down the wait after too many failures in the disabled button', async () => {
  const { username } = await newPerson();
  setClock(() => Date.now() + 10 * 60_000); // the wait outlasts any pause of this test
  for (let failures = 0; failures < 5; failures++) await signIn({ username, password: 'wrong' }, CLIENT);
  setClock(Date.now);
  const page = await opens();
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  const button = page.locator('#sign-in [type=submit]:disabled', { hasText: /^Try again in \d+:[0-5]\d$/ });
  const first = (await button.textContent()) as string;
  await button.filter({ hasNotText: first }).waitFor();
  expect(secondsIn((await button.textContent()) as string)).toBeLessThan(secondsIn(first));
});

test('a form that had to wait can be sent once the wait is over', async () => {
  const { username } = await newPerson();
  const page = await opens();
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', 'wrong'); // if the wait is over too soon, another one begins
  setClock(() => Date.now() - 26_000); // of thirty seconds, a few are left
  for (let failures = 0; failures < 5; failures++) await signIn({ username, password: 'wrong' }, CLIENT);
  setClock(Date.now);
  await page.click('#sign-in [type=submit]');
  await page.locator('#sign-in [type=submit]:disabled', { hasText: 'Try again in' }).waitFor();
  await page.locator('#sign-in [type=submit]:enabled', { hasText: 'Log in' }).waitFor();
  await page.fill('[name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  await page.waitForURL('**/profile');
});

function secondsIn(text: string): number {
  const [, minutes, seconds] = /(\d+):(\d+)/.exec(text) ?? [];
  return 60 * Number(minutes) + Number(seconds);
}
