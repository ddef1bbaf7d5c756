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

const hasTotp = ({ totpConfirmedAt }: User) => totpConfirmedAt !== null;

/** Whether the password alone doesn't log a user in. A passkey replaces the password unless a rule asks for both. */
export async function owesSecondFactor(user: User): Promise<boolean> {
  return hasTotp(user) || (requiresTwoFactor(user) && (await hasPasskey(user.id)));
}

/**
 * What REQUIRE_TWO_FACTOR still asks of a session: `setup`, if its user has no second factor; `sign-in`, if they have a
 * passkey, but the session began without it, before the rule named them.
 */
export async function owedTwoFactor({
  user,
  amr,
}: Pick<SessionRow, 'amr'> & { user: User }): Promise<'setup' | 'sign-in' | undefined> {
  if (!requiresTwoFactor(user) || hasTotp(user)) return undefined;
  if (!(await hasPasskey(user.id))) return 'setup';
  return hasSecondFactor(amr) ? undefined : 'sign-in';
}

/** Whether the session still lacks the second factor that REQUIRE_TWO_FACTOR asks for. */
export async function isSecondFactorOwed(session: Parameters<typeof owedTwoFactor>[0]): Promise<boolean> {
  return (await owedTwoFactor(session)) !== undefined;
}
