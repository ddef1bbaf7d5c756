import type { IncomingMessage } from 'node:http';
import { mayUseApplications } from '../applications';
import { missingTwoFactor } from '../required-two-factor';
import { findActiveSession } from '../sessions';
import { cookiesIn, readCookie, SESSION_NAME } from '../web/cookies';
import { withNext } from '../web/next-path';

export type ApplicationSession = NonNullable<Awaited<ReturnType<typeof findSessionOf>>>;

/** A session that has to log in again with its passkey counts as none. */
export async function findSessionOf({ headers }: IncomingMessage) {
  const value = readCookie(cookiesIn(headers.cookie), SESSION_NAME);
  const session = value ? await findActiveSession(value) : undefined;
  if (!session || (await missingTwoFactor(session)) === 'sign-in') return undefined;
  return { ...session, mayUseApplications: await mayUseApplications(session) };
}

/** What the user has to do first: choose a password, or set up a second factor and come back. */
export function requiredStepPath({ user }: ApplicationSession, next: string | undefined): string {
  return user.passwordMustChange ? '/profile' : withNext('/two-factor', next);
}
