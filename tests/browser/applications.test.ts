import { codeOf } from '../support/authenticator';
import { collectErrors, signInInBrowser, useChromium } from '../support/chromium';
import { PASSWORD } from '../support/people';
import { type RelyingParty, redeem, requestLogIn, startRelyingParty } from '../support/relying-party';
import { enableTwoFactorOf, newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();
const newPage = useChromium();

let wiki: RelyingParty;
beforeAll(async () => {
  wiki = await startRelyingParty(portrait().url);
});
afterAll(() => wiki.stop());

/** Browsers check `form-action` at every redirect of a form, up to the application. */
test.each([
  [true, 'en'],
  [false, 'en'],
  [false, 'ar'],
])('a user logs in to an application and out again (JavaScript: %s, in %s)', async (javaScriptEnabled, locale) => {
  const user = await newPerson();
  const secret = await enableTwoFactorOf(user);
  const page = await newPage({ javaScriptEnabled });
  const complaints = collectErrors(page);
  const request = await requestLogIn(wiki, { ui_locales: locale });
  await page.goto(request.url.href);
  expect(new URL(page.url()).pathname).toBe(`/${locale}/sign-in`);
  await page.fill('#sign-in [name=username]', user.username);
  await page.fill('#sign-in [name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  await page.waitForURL('**/sign-in/code?**');
  await page.fill('#sign-in-code [name=code]', codeOf(secret, 1));
  await page.press('#sign-in-code [name=code]', 'Enter');
  await page.waitForURL(`${wiki.redirectUri}?**`);
  const tokens = await redeem(request, { url: page.url() });
  expect(tokens.claims()).toMatchObject({ sub: user.id, acr: '2' });

  const bye = wiki.redirectUri.replace('/callback', '/bye');
  const query = new URLSearchParams({ client_id: wiki.id, post_logout_redirect_uri: bye });
  await page.goto(`${portrait().url}/oidc/logout?${query}`);
  await page.click('#application-sign-out [type=submit]');
  await page.waitForURL(bye);
  expect(complaints).toEqual([]);
});

test('a page that asks for a new log-in leads to the application with JavaScript, too', async () => {
  const user = await newPerson();
  const page = await newPage();
  await signInInBrowser(page, portrait(), user.username);
  const request = await requestLogIn(wiki, { prompt: 'login' });
  await page.goto(request.url.href);
  await page.fill('#sign-in [name=username]', user.username);
  await page.fill('#sign-in [name=password]', PASSWORD);
  await page.click('#sign-in [type=submit]');
  await page.waitForURL(`${wiki.redirectUri}?**`);
  await redeem(request, { url: page.url() });
});
