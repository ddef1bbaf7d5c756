import { type Condition, type Database, transaction, type Write } from '../db';
import { takeRecoveryCode } from '../db/recovery-codes';
import { secretIsActive, stepIsNew, type User, updateUser } from '../db/users';
import { record } from './activity';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import { matchedStep } from './adapters/totp';
import type { Client } from './client';
import { decrypt } from './encryption';
import { type Outcome, refuse } from './outcome';
import { type RateLimits, rateLimited } from './rate-limit';
import { recoveryCodeHash } from './recovery-codes';

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
  client: Client,
  counts: RateLimits,
  changes: (on: Database) => Write[],
  condition?: Condition,
): Promise<Outcome> {
  const code = typed.replace(/\s/g, '');
  return rateLimitedCode(user, client, counts, () =>
    /^[0-9]{6}$/.test(code)
      ? withStep(user, code, changes, condition)
      : transaction(
          (on) => takeRecoveryCode(on, user.id, recoveryCodeHash(user.id, code), condition),
          (on) => [...changes(on), record(on, user.id, 'recovery-code-used', client)],
        ),
  );
}

/** Tries what is done with a code, which is done or is not. A failure leaves an event. */
export async function rateLimitedCode(
  user: User,
  client: Client,
  counts: RateLimits,
  attempt: () => Promise<unknown>,
): Promise<Outcome> {
  return rateLimited(
    counts,
    { user, client },
    async () => ((await attempt()) ? { ok: true } : refuse('two-factor.errors.codeWrong', 'code')),
    (on) => [record(on, user.id, 'code-refused', client)],
  );
}

async function withStep(user: User, code: string, changes: (on: Database) => Write[], condition?: Condition) {
  const secret = decryptSecret(user);
  const step = secret && matchedStep(secret, code, now());
  if (!step || !user.totpSecret) return undefined;
  const conditions = [secretIsActive(user.totpSecret), stepIsNew(step), condition];
  return transaction((on) => updateUser(on, user.id, { totpLastStep: step }, ...conditions), changes);
}

/** The secret of a user's row, in base32. One that does not open is no secret: no code matches it. */
function decryptSecret(user: User): string | undefined {
  if (user.totpSecret === null) return undefined;
  const secret = decrypt(user.totpSecret, user.id);
  if (secret === undefined)
    log.error({ user: user.id }, 'A two-factor secret does not open: AUTH_SECRET is not the one that sealed it.');
  return secret;
}
