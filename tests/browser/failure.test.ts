import { endOtherSessions } from '../../lib/sessions';
import en from '../../messages/en.json';
import { signInInBrowser, useChromium } from '../support/chromium';
import { CLIENT, createSession } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const opens = useChromium();

const again = '[role=alert] button';

test('“Try again” shows the page as it is now', async () => {
  const user = await newPerson();
  const other = await createSession(user);
  const page = await opens();
  await signInInBrowser(page, portrait(), user.username, '/en/sessions');
  await page.context().setOffline(true);
  await page.click('#session-end button');
  await page.getByText(en.error.statuses[500]).waitFor();
  await page.context().setOffline(false);
  await endOtherSessions(other, CLIENT);
  await page.click(again);
  await page.waitForURL('**/sign-in*');
});

test('a failure goes away with its page', async () => {
  const page = await opens();
  await page.goto(`${portrait().url}/en/sign-in`);
  await page.click('header summary');
  await page.getByRole('link', { name: 'Deutsch' }).click();
  await page.waitForSelector('html[lang=de] #sign-in');
  await page.context().setOffline(true);
  await page.click('#theme [value=dark]');
  await page.waitForSelector(again);
  await page.context().setOffline(false);
  await page.goBack();
  await page.waitForSelector('html[lang=en] #sign-in');
  expect(await page.locator(again).count()).toBe(0);
});
