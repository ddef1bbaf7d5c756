import { RedirectType, redirect } from 'next/navigation';
import type { User } from '../../../db/users';
import { refuse } from '../../../lib/outcome';
import { redirectWithRefusal, succeed } from '../../../lib/web/form';
import { withNext } from '../../../lib/web/next-path';
import { currentSession, redirectIfTwoFactorMissing, startSession } from '../../../lib/web/session';
import { expireTypedSoon } from '../../../lib/web/typed-fields';

type SignedIn = { user: User } & Parameters<typeof startSession>[1];

/** Starts the session of a ticket, and redirects to `next` or the profile. */
export async function completeSignIn({ user, ...entry }: SignedIn, next: string | undefined): Promise<never> {
  if (!(await startSession(user, entry))) return startAgain(next);
  await expireTypedSoon();
  await redirectIfTwoFactorMissing(next ?? `/${user.language}/profile`);
  return next ? redirect(next, RedirectType.replace) : succeed('/profile', undefined, user.language);
}

/** Asks for the password again. A user who logged in meanwhile, in another window, is redirected from there. */
export async function startAgain(next: string | undefined): Promise<never> {
  const page = withNext('/sign-in', next);
  return (await currentSession()) ? succeed(page) : redirectWithRefusal(page, refuse('sign-in.errors.expired'));
}
