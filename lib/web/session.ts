import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import NextAuth, { CredentialsSignin } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { cache } from 'react';
import type { ReplacedSession, Session } from '../../db/sessions';
import { log } from '../adapters/log';
import { issueDeviceCookie } from '../device-cookie';
import { findSessionByPreviousValue } from '../duplicate-form';
import { isTwoFactorMissing, missingTwoFactor } from '../required-two-factor';
import { ABSOLUTE_LIMIT_MS } from '../session-expiry';
import { beginSession, findActiveSession, signOut } from '../sessions';
import { requiredTwoFactor } from '../settings';
import { currentClient, DEVICE_COOKIE } from './client';
import {
  COOKIE_OPTIONS,
  type Cookies,
  cookieName,
  IS_SECURE,
  MAX_COOKIE_SECONDS,
  readCookie,
  SESSION_NAME,
} from './cookies';
import { addressOf, redirectToSignIn, redirectToTwoFactor } from './redirects';
import { reportUnavailable } from './report-error';
import { TICKET_COOKIE } from './ticket-cookie';
import { currentLocale } from './translations';

const SESSION_COOKIE = cookieName(SESSION_NAME);

/** Set by next-auth at login; our pages don't need it. */
const CALLBACK_COOKIE = `${IS_SECURE ? '__Secure-' : ''}authjs.callback-url`;

const cookieOptions = { ...COOKIE_OPTIONS, maxAge: ABSOLUTE_LIMIT_MS / 1000 } as const;

/**
 * next-auth manages the cookie, and the session is a row. It only accepts a ticket of lib/sign-in.ts, which it trades
 * for a session; its "token" is the session's value.
 */
const nextAuth = NextAuth({
  trustHost: true,
  secret: process.env.AUTH_SECRET,
  session: { strategy: 'jwt', maxAge: cookieOptions.maxAge },
  cookies: { sessionToken: { name: SESSION_COOKIE, options: cookieOptions } },
  pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in', verifyRequest: '/sign-in' },
  providers: [
    Credentials({
      credentials: { ticket: {}, code: {} },
      authorize: async ({ ticket, code }) => {
        const typed = typeof code === 'string' ? code : undefined;
        const value = typeof ticket === 'string' && (await beginSession(ticket, await currentClient(), typed));
        return value ? { id: value } : null;
      },
    }),
  ],
  jwt: {
    encode: async ({ token }) => token?.sub ?? '',
    decode: async ({ token }) => (token && (await findActiveSession(token)) ? { sub: token } : null),
  },
  // next-auth's own sign-out would only delete the cookie.
  events: { signOut: async (ended) => end('token' in ended ? ended.token?.sub : undefined) },
  callbacks: { session: ({ session }) => ({ expires: session.expires }) },
  // Only the type of an error: the rest may contain form values.
  logger: {
    error: (error) =>
      reportUnavailable(error) || log.warn({ type: (error as { type?: string }).type ?? error.name }, 'next-auth'),
    warn: (type) => log.warn({ type }, 'next-auth'),
  },
});

export const { GET, POST } = nextAuth.handlers;

/** A session that has to log in again with its passkey counts as none. */
export const currentSession = cache(async () => {
  const session = await findSessionByCookie(await cookies());
  return session && (await missingTwoFactor(session)) === 'sign-in' ? undefined : session;
});

export async function findSessionByCookie(jar: Cookies): Promise<Session | undefined> {
  const value = readCookie(jar, SESSION_NAME);
  return value ? findActiveSession(value) : undefined;
}

/**
 * The session that a page needs. Without one it redirects to log in and then back to `path`. While a
 * one-time password must be changed, it redirects to the password form, and while a second factor must be set up, there.
 * @param path without its locale, such as `/profile`
 */
export async function requireSession(
  path: string,
  { withOneTimePassword = false, withoutTwoFactor = false } = {},
): Promise<Session> {
  const session = await currentSession();
  if (!session) return redirectToSignIn(path);
  if (session.user.passwordMustChange) return withOneTimePassword ? session : redirect(`/${currentLocale()}/profile`);
  if (!withoutTwoFactor && (await isTwoFactorMissing(session))) return redirectToTwoFactor(addressOf(path));
  return session;
}

/** The session of an administrator. For other users the page doesn't exist. */
export async function requireAdministrator(path: string): Promise<Session | undefined> {
  const session = await requireSession(path);
  return session.user.administrator ? session : undefined;
}

/**
 * The session for a form that gives it a new value. A duplicate form comes with the previous value, whose session only
 * serves to get what the first copy got.
 */
export async function currentSessionOrReplaced(): Promise<Session | ReplacedSession | undefined> {
  const session = await currentSession();
  const value = session ? undefined : readCookie(await cookies(), SESSION_NAME);
  return value ? findSessionByPreviousValue(value) : session;
}

/**
 * Redirects an action's user straight to a set-up that is required. If the profile redirected there, the browser would take
 * it for the dialog over the profile.
 */
export async function redirectIfTwoFactorMissing(next: string): Promise<void> {
  if (requiredTwoFactor() === 'nobody') return;
  const session = await currentSession();
  if (session && !session.user.passwordMustChange && (await isTwoFactorMissing(session))) redirectToTwoFactor(next);
}

type Entry = {
  ticket: string;
  /** What was typed for a ticket that needed a code. */
  code?: string;
  /** The session that a duplicate of the form has started with the ticket. */
  sessionValue?: string;
};

/**
 * Trades a ticket for a session, replacing the browser's previous one.
 * @returns whether the ticket was still valid: a new password or the administrator may have ended it meanwhile
 */
export async function startSession(user: { id: string }, { ticket, code, sessionValue }: Entry): Promise<boolean> {
  const jar = await cookies();
  const former = readCookie(jar, SESSION_NAME);
  if (sessionValue) jar.set(SESSION_COOKIE, sessionValue, cookieOptions);
  else if (!(await tradeTicket({ ticket, code }))) return false;
  if (former !== sessionValue) await end(former);
  forget(jar, CALLBACK_COOKIE);
  forget(jar, TICKET_COOKIE);
  jar.set(DEVICE_COOKIE, issueDeviceCookie(user.id), { ...cookieOptions, maxAge: MAX_COOKIE_SECONDS });
  return true;
}

async function tradeTicket({ ticket, code }: Entry): Promise<boolean> {
  try {
    await nextAuth.signIn('credentials', { ticket, ...(code && { code }), redirect: false });
    return true;
  } catch (error) {
    if (error instanceof CredentialsSignin) return false;
    throw error;
  }
}

export async function renewSession(value: string | undefined): Promise<void> {
  if (value) (await cookies()).set(SESSION_COOKIE, value, cookieOptions);
}

export async function endSession(): Promise<void> {
  const jar = await cookies();
  await end(readCookie(jar, SESSION_NAME));
  forget(jar, SESSION_COOKIE);
}

/** Browsers only delete `__Host-` and `__Secure-` cookies with `Secure`. */
function forget(jar: Awaited<ReturnType<typeof cookies>>, name: string): void {
  jar.set(name, '', { ...cookieOptions, maxAge: 0 });
}

/** Also by a value that was replaced a moment ago: its browser may still be waiting for the new one. */
async function end(value: string | undefined): Promise<void> {
  const session = value && ((await findActiveSession(value)) ?? (await findSessionByPreviousValue(value)));
  if (session) await signOut(session, await currentClient());
}
