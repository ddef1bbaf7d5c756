import { findUserById, type User } from '../../db/users';
import { issueDeviceCookie } from '../../lib/device-cookie';
import { viewRecoveryCodes } from '../../lib/recovery-codes';
import { findActiveSession } from '../../lib/sessions';
import { signIn } from '../../lib/sign-in';
import { confirmTwoFactor, pendingEnrolment, startTwoFactor } from '../../lib/two-factor';
import { codeOf } from '../support/authenticator';
import { Browser } from '../support/browser';
import { recordedEvents } from '../support/events';
import { CLIENT, createSession, findUser, PASSWORD, signInAs } from '../support/people';
import { newPerson } from '../support/scenes';
import { cookieNameAt } from '../support/server';
import { fiftyTicketsNeedingCode, ticketNeedingCode } from '../support/two-factor';
import { sendAtOnce, startTwoServers } from './servers';

const servers = startTwoServers();

/** The name of a cookie on both servers, from the first address of APP_URL. */
const cookieName = (name: string) => cookieNameAt(servers()[1].url, name);

const FIFTY = Array.from({ length: 50 }, (_, n) => n);

/** A user with two-factor authentication, their secret and recovery codes. */
async function createTwoFactorUser() {
  const person = await newPerson();
  const session = await createSession(person);
  await startTwoFactor(session, { currentPassword: PASSWORD }, CLIENT);
  const user = (await findUserById(person.id)) as User;
  const secret = (await pendingEnrolment({ ...session, user }))?.groups.join('') ?? '';
  const confirmed = await confirmTwoFactor({ ...session, user }, { code: codeOf(secret) }, CLIENT);
  if (!confirmed.ok) throw new Error(confirmed.error);
  const codes = viewRecoveryCodes((await findActiveSession(confirmed.sessionValue)) as never) ?? [];
  return { user: await findUser(user.username), secret, codes };
}

/** A browser that waits for a code, and the same form with each of these tickets of the user. */
async function pageOwingCode(user: User, tickets: string[]): Promise<[Browser, string[]]> {
  const cookies = tickets.map(
    (ticket) =>
      `${cookieName('portrait-ticket')}=${ticket}; ${cookieName('portrait-browser')}=${issueDeviceCookie(user.id)}`,
  );
  const page = new Browser(servers()[0].url);
  await page.jar.setCookie(`${cookieName('portrait-ticket')}=${tickets[0]}`, page.url);
  return [await page.opens('/en/sign-in/code'), cookies];
}

/** How many responses started a session; others may say that the server is busy (503). */
function countStartedSessions(answers: Response[]): number {
  expect(answers.map(({ status }) => status)).not.toContain(500);
  return answers.filter(({ headers }) =>
    headers
      .getSetCookie()
      .join()
      .includes(`${cookieName('portrait-session')}=`),
  ).length;
}

const eventsOf = async (user: User, type: string) =>
  (await recordedEvents(user.id)).filter((event) => event.type === type).length;

test('only one of fifty requests to two servers with one time step logs in', async () => {
  const { user, secret } = await createTwoFactorUser();
  const [page, cookies] = await pageOwingCode(user, await fiftyTicketsNeedingCode(user.username));
  const code = codeOf(secret, 1);
  expect(countStartedSessions(await sendAtOnce(page, servers(), ['sign-in-code', () => ({ code })], cookies))).toBe(1);
  expect(await eventsOf(user, 'signed-in')).toBe(2);
});

test('only one of fifty requests to two servers with one recovery code logs in', async () => {
  const { user, codes } = await createTwoFactorUser();
  const [page, cookies] = await pageOwingCode(user, await fiftyTicketsNeedingCode(user.username));
  const form: Parameters<typeof sendAtOnce>[2] = ['sign-in-code', () => ({ code: codes[0] ?? '' })];
  expect(countStartedSessions(await sendAtOnce(page, servers(), form, cookies))).toBe(1);
  expect(await eventsOf(user, 'recovery-code-used')).toBe(1);
});

test('only one of fifty requests to two servers for one pending sign-in, each with a valid code, logs in', async () => {
  const { user, codes } = await createTwoFactorUser();
  const [page, cookies] = await pageOwingCode(user, Array(50).fill(await ticketNeedingCode(user.username)));
  const form: Parameters<typeof sendAtOnce>[2] = ['sign-in-code', (n) => ({ code: codes[n % 10] ?? '' })];
  expect(countStartedSessions(await sendAtOnce(page, servers(), form, cookies))).toBe(1);
  expect(await eventsOf(user, 'recovery-code-used')).toBe(1);
});

test('only one of fifty requests to two servers with one ticket starts a session', async () => {
  const user = await newPerson();
  const issued = await signIn({ username: user.username, password: PASSWORD }, CLIENT);
  if (!issued.ok) throw new Error(issued.error);
  const browser = new Browser(servers()[0].url);
  const { csrfToken } = (await (await browser.fetches('/api/auth/csrf')).json()) as { csrfToken: string };
  const cookie = await browser.jar.getCookieString(browser.url);
  const posts = FIFTY.map((n) =>
    fetch(`${servers()[n % 2]?.url}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...browser.formHeaders(), cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken, ticket: issued.ticket }),
    }),
  );
  expect(countStartedSessions(await Promise.all(posts))).toBe(1);
  expect(await eventsOf(user, 'signed-in')).toBe(1);
});

test('only one of fifty changes of a password on two servers succeeds', async () => {
  const user = await newPerson();
  const value = await signInAs(user);
  const page = new Browser(servers()[0].url);
  await page.jar.setCookie(`${cookieName('portrait-session')}=${value}`, page.url);
  await page.opens('/en/profile');
  const newPassword = (n: number) => `seven quiet lighthouses ${n}`;
  const entries = (n: number) => ({
    currentPassword: PASSWORD,
    newPassword: newPassword(n),
    confirmPassword: newPassword(n),
  });
  const cookies = FIFTY.map(() => `${cookieName('portrait-session')}=${value}`);
  const answers = await sendAtOnce(page, servers(), ['password', entries], cookies);
  expect(
    answers.filter(({ headers }) =>
      headers
        .getSetCookie()
        .join()
        .includes(`${cookieName('portrait-notice')}=`),
    ).length,
  ).toBe(1);
  expect(await eventsOf(user, 'password-changed')).toBe(1);
  expect(await findActiveSession(value)).toBeUndefined();
});

test('only five of fifty simultaneous failures on two servers are checked', async () => {
  const user = await newPerson();
  const page = await new Browser(servers()[0].url).opens('/en/sign-in');
  const cookies = Array(50).fill(`${cookieName('portrait-browser')}=${issueDeviceCookie(user.id)}`);
  await sendAtOnce(page, servers(), ['sign-in', () => ({ username: user.username, password: 'wrong' })], cookies);
  expect(await eventsOf(user, 'sign-in-refused')).toBe(5);
});
