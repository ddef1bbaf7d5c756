import { allOrNone, type Condition, type Database, type Write } from '../db';
import { takeRecoveryCode } from '../db/recovery-codes';
import { secretIsInForce, stepIsNew, type User, updateUser } from '../db/users';
import { record } from './activity';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import { matchedStep } from './adapters/totp';
import { type Outcome, refuse } from './outcome';
import { recoveryCodeHash } from './recovery-codes';
import { unseal } from './sealed';
import { type Counts, throttled } from './throttle';
import type { Visitor } from './visitor';

/**
 * Makes changes that a code must allow: one of the user's authenticator, or a recovery code. The code is used up in
 * the transaction that makes the changes, so that of many requests with one code one succeeds.
 *
 * @param counts what the try is counted under
 * @param condition what else must be true at that moment
 */
export async function withCode(
  user: User,
  typed: string,
  visitor: Visitor,
  counts: Counts,
  changes: (on: Database) => Write[],
  condition?: Condition,
): Promise<Outcome> {
  const code = typed.replace(/\s/g, '');
  return tryCode(user, visitor, counts, () =>
    /^[0-9]{6}$/.test(code)
      ? withStep(user, code, changes, condition)
      : allOrNone(
          (on) => takeRecoveryCode(on, user.id, recoveryCodeHash(user.id, code), condition),
          (on) => [...changes(on), record(on, user.id, 'recovery-code-used', visitor)],
        ),
  );
}

/** Tries what is done with a code, which is done or is not. A failure leaves an event. */
export async function tryCode(
  user: User,
  visitor: Visitor,
  counts: Counts,
  attempt: () => Promise<unknown>,
): Promise<Outcome> {
  return throttled(
    counts,
    { user, visitor },
    async () => ((await attempt()) ? { ok: true } : refuse('two-factor.errors.codeWrong', 'code')),
    (on) => [record(on, user.id, 'code-refused', visitor)],
  );
}

async function withStep(user: User, code: string, changes: (on: Database) => Write[], condition?: Condition) {
  const secret = openSecret(user);
  const step = secret && matchedStep(secret, code, now());
  if (!step || !user.totpSecret) return undefined;
  const conditions = [secretIsInForce(user.totpSecret), stepIsNew(step), condition];
  return allOrNone((on) => updateUser(on, user.id, { totpLastStep: step }, ...conditions), changes);
}

/** The secret of a user's row, in base32. One that does not open is no secret: no code matches it. */
function openSecret(user: User): string | undefined {
  if (user.totpSecret === null) return undefined;
  const secret = unseal(user.totpSecret, user.id);
  if (secret === undefined)
    log.error({ user: user.id }, 'A two-factor secret does not open: AUTH_SECRET is not the one that sealed it.');
  return secret;
}
