import { eq } from 'drizzle-orm';
import * as openid from 'openid-client';
import { closeDatabase, db, openDatabase } from '../../db';
import { applicationSessions } from '../../db/schema';
import type { User } from '../../db/users';
import type { Browser } from '../support/browser';
import { changeUser, PASSWORD } from '../support/people';
import {
  errorIn,
  logIn,
  newCode,
  redeemAt,
  requestLogIn,
  startRelyingParty,
  useRelyingParty,
} from '../support/relying-party';
import { newSignedInPerson, signIn } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer({ WEB_CONCURRENCY: '2' });
const wiki = useRelyingParty(portrait);

/** From the application, the browser goes back to an address here. */
const here = (path: string) => portrait().url + path;

test('a disabled user and a one-time password stop every log-in', async () => {
  const [browser, user] = await newSignedInPerson(portrait());
  const { code, code_verifier } = await newCode(wiki(), browser);
  const before = await logIn(wiki(), browser);
  await changeUser(user, { passwordMustChange: true });
  await browser.opens((await requestLogIn(wiki())).url.href);
  expect(browser.path).toBe('/en/profile');
  await browser.opens((await requestLogIn(wiki(), { prompt: 'none' })).url.href);
  expect(errorIn(browser)).toBe('login_required');
  await changeUser(user, { passwordMustChange: false, disabledAt: 1 });
  expect((await redeemAt(wiki(), portrait().url, code, { code_verifier })).status).toBe(400);
  await expect(before.userinfo()).rejects.toThrow();
  await browser.opens((await requestLogIn(wiki())).url.href);
  expect(browser.path).toMatch(/^\/en\/sign-in/);
});

test.each<[string, (browser: Browser, user: User) => Promise<unknown>]>([
  ['a log-out', (browser) => browser.submits('sign-out')],
  [
    'an end by the user',
    async (_, { username }) =>
      (await (await signIn(portrait(), username)).opens(here('/en/sessions'))).submits('sessions-end-others'),
  ],
  [
    'a new password',
    async (_, { username }) => {
      const other = await signIn(portrait(), username);
      await other.opens(here('/en/profile'));
      const newPassword = 'seven quiet otters';
      return other.submits('password', { currentPassword: PASSWORD, newPassword, confirmPassword: newPassword });
    },
  ],
])('%s kills the tokens of the session and tells the application, which may be down at first', async (_, end) => {
  const blog = await startRelyingParty(portrait().url, { name: 'Blog' });
  const [browser, user] = await newSignedInPerson(portrait());
  const { userinfo, claims } = await logIn(blog, browser);
  await userinfo();
  await browser.opens(here('/en/profile'));
  await end(browser, user);
  await expect(userinfo()).rejects.toThrow();
  const [logout] = await blog.logouts(1);
  expect(logout).toMatchObject({ iss: portrait().url, aud: blog.id, sub: user.id, sid: claims.sid });
  expect(Object.keys(logout?.events as object)).toEqual(['http://schemas.openid.net/event/backchannel-logout']);
  blog.stop();
});

test('tokens outlive a restart, and a log-out that an application missed is told right after it', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const [other, user] = await newSignedInPerson(portrait());
  const blog = await startRelyingParty(portrait().url, { name: 'Blog' });
  const { userinfo } = await logIn(blog, browser);
  await logIn(blog, other);
  blog.refusals = 1000;
  await other.opens(here('/en/profile'));
  await other.submits('sign-out');
  await portrait().kill('SIGKILL');
  openDatabase(portrait().database);
  await db().update(applicationSessions).set({ dueAt: 0 }).where(eq(applicationSessions.userId, user.id));
  await closeDatabase();
  blog.refusals = 0;
  await portrait().restart();
  expect((await blog.logouts(1))[0]).toMatchObject({ sub: user.id });
  expect(await userinfo()).toMatchObject({ sub: expect.any(String) });
  blog.stop();
});

test('an application logs the user out of everything, and gets them back', async () => {
  const [browser] = await newSignedInPerson(portrait());
  const { configuration, tokens, userinfo } = await logIn(wiki(), browser);
  const bye = wiki().redirectUri.replace('/callback', '/bye');
  const url = openid.buildEndSessionUrl(configuration, {
    id_token_hint: tokens.id_token as string,
    post_logout_redirect_uri: bye,
    state: 'a&b',
  });
  url.searchParams.delete('client_id'); // the hint names it, too: OpenID Connect RP-Initiated Logout 1.0, section 2
  await browser.opens(url.href);
  expect(browser.path).toMatch(/^\/en\/applications\/sign-out\?/);
  const stay = browser.document.querySelector('#application-sign-out a');
  expect([stay?.textContent, stay?.getAttribute('href')]).toEqual(['Stay logged in', `${bye}?state=a%26b`]);
  await userinfo();
  await browser.submits('application-sign-out');
  expect(browser.url).toBe(`${bye}?state=a%26b`);
  await expect(userinfo()).rejects.toThrow();
  await browser.opens(url.href);
  expect(browser.url).toBe(`${bye}?state=a%26b`);
  url.searchParams.set('post_logout_redirect_uri', 'https://evil.example/');
  await browser.opens(url.href);
  expect([browser.status, browser.url.startsWith(portrait().url)]).toEqual([400, true]);
  await browser.opens(
    `${portrait().url}/en/applications/sign-out?client_id=${wiki().id}&post_logout_redirect_uri=https://evil.example/`,
  );
  expect(browser.path).toBe('/en/sign-in');
});

test('a user sees the applications that they are logged in to, and ends one', async () => {
  const notes = await startRelyingParty(portrait().url, { name: 'Notes <b>' });
  const [browser, user] = await newSignedInPerson(portrait());
  await browser.opens(here('/en/applications'));
  expect(browser.document.querySelector('#application-end')).toBeNull();
  await logIn(wiki(), browser);
  const { userinfo } = await logIn(notes, browser);
  await browser.opens(here('/en/applications'));
  const names = () => [...browser.document.querySelectorAll('main li bdi')].map(({ textContent }) => textContent);
  expect(names()).toEqual(['Notes <b>', 'Wiki']); // the last used one first
  expect(browser.text('nav [aria-current=page]')).toBe('Applications');
  expect(browser.document.querySelector('#application-end button')?.getAttribute('aria-label')).toContain('Notes <b>');
  await browser.submits('application-end');
  expect([names(), browser.notice]).toEqual([['Wiki'], expect.any(String)]);
  await expect(userinfo()).rejects.toThrow();
  expect((await notes.logouts(1))[0]).toMatchObject({ sub: user.id });
  await logIn(notes, browser);
  notes.stop();
});

test('only an administrator is told how to register an application', async () => {
  const told = async (administrator: boolean) => {
    const [browser] = await newSignedInPerson(portrait(), { administrator });
    return (await browser.opens('/en/applications')).text('main')?.includes('npm run app -- add');
  };
  expect([await told(true), await told(false)]).toEqual([true, false]);
});

test('a user ends no application of another', async () => {
  const [victim] = await newSignedInPerson(portrait());
  const { userinfo } = await logIn(wiki(), victim);
  const [browser] = await newSignedInPerson(portrait());
  const notes = await startRelyingParty(portrait().url, { name: 'Notes' });
  await logIn(notes, browser);
  await browser.opens(here('/en/applications'));
  await browser.submits('application-end', { application: wiki().id });
  expect(browser.alert ?? browser.notice).toContain('no longer logged in');
  await userinfo();
  notes.stop();
});
