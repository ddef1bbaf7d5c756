import { codeOf } from '../support/authenticator';
import { collectErrors, useChromium } from '../support/chromium';
import { PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

/** The browser's own message about a page's 4xx status. */
const isOfStatus = (complaint: string) =>
  /^Failed to load resource: the server responded with a status of 4/.test(complaint);

test('no page violates its own policy or logs an error', async () => {
  const { username } = await newPerson();
  const page = await opens();
  const complaints = collectErrors(page);
  const visited: string[] = [];
  const goes = async (path: string) => {
    await page.goto(portrait().url + path, { waitUntil: 'networkidle' });
    visited.push(path);
  };
  const sends = async (form: string, fields: Record<string, string> = {}) => {
    for (const [name, value] of Object.entries(fields)) await page.fill(`#${form} [name=${name}]`, value);
    await page.click(`#${form} [type=submit]`);
  };

  for (const locale of ['ar', 'en']) await goes(`/${locale}/sign-in`);
  await sends('sign-in', { username, password: 'not this one' });
  await page.waitForSelector('#sign-in [role=alert]');
  await sends('sign-in', { username, password: PASSWORD });
  await page.waitForURL('**/profile');
  await goes('/en/profile');
  await page.click('[role=switch]');
  await page.waitForSelector('dialog #two-factor-start');
  await sends('two-factor-start', { currentPassword: PASSWORD });
  await page.waitForSelector('#two-factor-confirm');
  await goes('/ar/two-factor');
  const secret = ((await page.textContent('code')) ?? '').replaceAll(' ', '');
  await sends('two-factor-confirm', { code: codeOf(secret) });
  await page.waitForSelector('#recovery-codes-saved');
  await goes('/en/two-factor/recovery-codes');
  await page.check('#recovery-codes-saved [type=checkbox]');
  await sends('recovery-codes-saved');
  await page.waitForURL('**/profile');
  for (const path of [
    '/en/two-factor',
    '/en/two-factor/recovery-codes',
    '/en/sessions',
    '/en/passkeys',
    '/en/activity',
    '/en/nothing',
    '/en/%ff',
  ])
    await goes(path);
  await page.click('a[href$="/profile"]');
  await page.click('header summary');
  await page.click('#sign-out [type=submit]');
  await page.waitForURL('**/sign-in');
  await sends('sign-in', { username, password: PASSWORD });
  await page.waitForURL('**/sign-in/code');
  await goes('/en/sign-in/code');

  expect(complaints.filter((complaint) => !isOfStatus(complaint))).toEqual([]);
  expect(visited).toHaveLength(13);
});

test.each(['/en/sign-in', '/en/%ff'])('a script injected into the markup of %s does not run', async (path) => {
  const page = await opens();
  await page.goto(portrait().url + path);
  const isBlocked = page.waitForEvent('console', (message) => message.text().includes('Content Security Policy'));
  await page.evaluate(() => {
    document.body.innerHTML += '<img src="/nothing" onerror="document.title = `injected`">';
  });
  await isBlocked;
  expect(await page.title()).not.toBe('injected');
});
