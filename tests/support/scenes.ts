import sharp from 'sharp';
import { transaction } from '../../db';
import { lockUser, type User } from '../../db/users';
import { record } from '../../lib/activity';
import type { Account } from '../../lib/people/create';
import { confirmTwoFactor, pendingEnrolment, startTwoFactor } from '../../lib/two-factor';
import { codeOf } from './authenticator';
import { Browser } from './browser';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from './people';
import { cookieNameAt, type Portrait } from './server';

let made = 0;

/** A new person with a unique name, on their profile in a browser without JavaScript. */
export async function newSignedInPerson(portrait: Portrait, account?: Partial<Account>): Promise<[Browser, User]> {
  const user = await newPerson(account);
  const page = new Browser(portrait.url);
  const value = await signInAs(user, account?.password);
  const cookie = `${cookieNameAt(portrait.url, 'portrait-session')}=${value}; Path=/; HttpOnly; SameSite=Lax`;
  await page.jar.setCookie(cookie, portrait.url);
  return [await page.opens(`/${user.language}/profile`), user];
}

export function newPerson(account?: Partial<Account>): Promise<User> {
  made += 1;
  return createPerson(`person${made}`, account);
}

/** Logs in with the form. */
export async function signIn(portrait: Portrait, username: string, password = PASSWORD): Promise<Browser> {
  const browser = await new Browser(portrait.url).opens('/en/sign-in');
  return browser.submits('sign-in', { username, password });
}

/** Turns two-factor authentication on. @returns the secret; the next step's code is still unused */
export async function enableTwoFactorOf(user: User): Promise<string> {
  const started = await createSession(user);
  await startTwoFactor(started, { currentPassword: PASSWORD }, CLIENT);
  const session = { ...started, user: await findUser(user.username) };
  const secret = (await pendingEnrolment(session))?.groups.join('') ?? '';
  const confirmed = await confirmTwoFactor(session, { code: codeOf(secret) }, CLIENT);
  if (!confirmed.ok) throw new Error(confirmed.error);
  return secret;
}

/** Adds log-ins to a person's activity. */
export const recordSignIns = (userId: string, count: number, userAgent = CLIENT.userAgent) =>
  transaction(
    (on) => lockUser(on, userId),
    (on) =>
      Array.from({ length: count }, () => record(on, { userId, type: 'signed-in', client: { ...CLIENT, userAgent } })),
  );

/** A picture of one colour, as a file to choose. */
export async function picture(name = 'me.png', { width = 300, height = 200, colour = '#c04020' } = {}): Promise<File> {
  const image = sharp({ create: { width, height, channels: 3, background: colour } });
  return new File([new Uint8Array(await image.png().toBuffer())], name, { type: 'image/png' });
}
