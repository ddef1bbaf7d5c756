import { signIn } from '../../lib/sign-in';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { CLIENT, createSession, PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

test.each([true, false])('sessions are ended from the list, with JavaScript: %s', async (javaScriptEnabled) => {
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
  expect(await page.locator('main li').count()).toBe(3);
  await page.reload();
  expect(await page.locator('main [role=status]').count()).toBe(0);
  await page.click('#sessions-end-others button');
  await page.getByText('All other sessions have been ended.').waitFor();
  expect(await page.locator('main li').count()).toBe(1);
  expect(complaints).toEqual([]);
});

test.each([
  ['Asia/Tokyo', true, /GMT\+9$/],
  ['Asia/Tokyo', false, /UTC$/],
] as const)('in %s a time names its zone, with JavaScript: %s', async (timezoneId, javaScriptEnabled, zone) => {
  const { username } = await newPerson();
  const page = await opens({ timezoneId, javaScriptEnabled });
  const complaints = collectErrors(page);
  await signInInBrowser(page, portrait(), username);
  await page.goto(`${portrait().url}/en/activity`);
  await page.locator('main time', { hasText: zone }).first().waitFor();
  expect(complaints).toEqual([]);
});

test('the wait after too many failures is counted down', async () => {
  const { username } = await newPerson();
  for (let failures = 0; failures < 5; failures++) await signIn({ username, password: 'wrong' }, CLIENT);
  const page = await opens();
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  const timer = page.locator('#sign-in [role=alert] [role=timer]');
  await timer.filter({ hasText: /^0:[1-3]\d$/ }).waitFor();
  const first = await timer.textContent();
  await timer.filter({ hasNotText: first as string }).waitFor();
  expect((await timer.textContent()) ?? '').toMatch(/^0:[0-2]\d$/);
});
