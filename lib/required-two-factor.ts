import { hasPasskey } from '../db/passkeys';
import type { SessionRow } from '../db/sessions';
import type { User } from '../db/users';
import { hasSecondFactor } from './authentication-methods';
import { requiredTwoFactor } from './settings';

/** Whether REQUIRE_TWO_FACTOR names a user. */
export function requiresTwoFactor({ administrator }: User): boolean {
  const named = requiredTwoFactor();
  return named === 'everyone' || (named === 'administrators' && administrator);
}

const hasApp = ({ totpConfirmedAt }: User) => totpConfirmedAt !== null;

/** Whether a user has an authenticator app or a passkey. */
export async function hasTwoFactor(user: User): Promise<boolean> {
  return hasApp(user) || (await hasPasskey(user.id));
}

/** Whether the password alone doesn't log a user in. A passkey replaces the password unless a rule asks for both. */
export async function needsCodeAfterPassword(user: User): Promise<boolean> {
  return hasApp(user) || (requiresTwoFactor(user) && (await hasPasskey(user.id)));
}

/**
 * What REQUIRE_TWO_FACTOR still asks of a session: `setup`, if its user has no second factor; `sign-in`, if they have a
 * passkey, but the session began without it, before the rule named them.
 */
export async function missingTwoFactor({
  user,
  amr,
}: Pick<SessionRow, 'amr'> & { user: User }): Promise<'setup' | 'sign-in' | undefined> {
  if (!requiresTwoFactor(user) || hasApp(user)) return undefined;
  if (!(await hasPasskey(user.id))) return 'setup';
  return hasSecondFactor(amr) ? undefined : 'sign-in';
}

export async function isTwoFactorMissing(session: Parameters<typeof missingTwoFactor>[0]): Promise<boolean> {
  return (await missingTwoFactor(session)) !== undefined;
}
