import { type Condition, type Database, transaction, type Write } from '../db';
import { takeRecoveryCode } from '../db/recovery-codes';
import type { ReplacedSession } from '../db/sessions';
import { secretIsActive, stepIsNew, type User, updateUser } from '../db/users';
import { record } from './activity';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import { firstAcceptedAt, matchedStep } from './adapters/totp';
import type { Client } from './client';
import { findDuplicate, type SentCode } from './duplicate-form';
import { decrypt } from './encryption';
import { type Outcome, type Refusal, refuse } from './outcome';
import { type RateLimits, rateLimited } from './rate-limit';
import { recoveryCodeHash } from './recovery-codes';

const MINUTE = 60_000;

type CodeCheck = { user: User; client: Client; limits: RateLimits; isRecovery?: boolean };

type CodeChange = CodeCheck & {
  code: string;
  changes(on: Database): Write[];
  condition?: Condition;
  isDuplicate?(): Promise<boolean>;
};

/**
 * Makes changes that need a TOTP code or a recovery code. The code is used up in the same transaction, so of several
 * requests with one code only one succeeds.
 */
export async function withCode(change: CodeChange): Promise<Outcome> {
  const { user, client, changes, condition, isDuplicate } = change;
  const code = change.code.replace(/\s/g, '');
  const isTotp = /^[0-9]{6}$/.test(code);
  const ahead = isTotp ? refuseWhileAhead(user, client) : undefined;
  if (ahead) return ahead;
  return rateLimitedCode({ ...change, isRecovery: isRecoveryCode(user, code) }, code, async () => {
    const done = isTotp
      ? await withStep({ ...change, code })
      : await transaction(
          (on) => takeRecoveryCode(on, user.id, recoveryCodeHash(user.id, code), condition),
          (on) => [...changes(on), record(on, { userId: user.id, type: 'recovery-code-used', client })],
        );
    return done !== undefined || (await isDuplicate?.()) === true;
  });
}

/** An empty code isn't an attempt. A failure is recorded. */
export async function rateLimitedCode(
  { user, client, limits, isRecovery = false }: CodeCheck,
  code: string,
  attempt: () => Promise<boolean>,
): Promise<Outcome> {
  if (code.trim() === '') return refuse('two-factor.errors.codeMissing', 'code');
  return rateLimited({
    limits,
    user,
    client,
    check: async () => ((await attempt()) ? {} : undefined),
    refusal: (failures) => refuse(`two-factor.errors.${wrongCode(isRecovery, failures)}`, 'code'),
    onFailure: (on) => [record(on, { userId: user.id, type: 'code-refused', client })],
  });
}

/** An app's codes have no letters, and without an app only recovery codes are left. */
const isRecoveryCode = (user: User, code: string) => user.totpConfirmedAt === null || /\p{L}/u.test(code);

/** A phone whose clock is wrong shows wrong codes without any other hint. */
function wrongCode(isRecovery: boolean, failures: number) {
  if (isRecovery) return 'recoveryCodeWrong';
  return failures > 1 ? 'codeWrongAgain' : 'codeWrong';
}

/** With a replaced session value nothing changes, but a duplicate form with the same code gets what the first copy got. */
export async function repeatWithCode(
  session: ReplacedSession,
  sent: SentCode,
  limits: RateLimits,
): Promise<Outcome<{ sessionValue: string }>> {
  const { user } = session;
  const check = { user, client: sent.client, limits, isRecovery: isRecoveryCode(user, sent.code) };
  let sessionValue: string | undefined;
  const tried = await rateLimitedCode(check, sent.code, async () => {
    sessionValue = await findDuplicate(session, sent);
    return sessionValue !== undefined;
  });
  return tried.ok ? { ok: true, sessionValue: sessionValue as string } : tried;
}

async function withStep({ user, code, changes, condition }: CodeChange) {
  if (user.totpConfirmedAt === null) return undefined; // a user with passkeys only, who may need a recovery code
  const secret = decryptSecret(user);
  const step = secret && matchedStep(secret, code, now());
  if (!step || !user.totpSecret) return undefined;
  const conditions = [secretIsActive(user.totpSecret), stepIsNew(step), condition];
  return transaction((on) => updateUser(on, user.id, { totpLastStep: step }, ...conditions), changes);
}

/**
 * A code that was accepted while the server's clock was ahead must not be accepted again when its time comes (RFC 6238,
 * section 5.2). Earlier codes are refused, too, since the row only keeps the last step.
 */
function refuseWhileAhead(user: User, { requestId }: Client): Refusal | undefined {
  const wait = user.totpLastStep === null ? 0 : firstAcceptedAt(user.totpLastStep) - now();
  if (wait <= MINUTE) return undefined;
  const minutes = Math.ceil(wait / MINUTE);
  log.warn(
    { user: user.id, request: requestId, minutes },
    "The server's clock was ahead when a code was last accepted. Codes are refused until then; recovery codes work.",
  );
  return refuse('two-factor.errors.clockAhead', 'code', { minutes });
}

/** In base32. If the secret can't be decrypted, no code matches. */
function decryptSecret(user: User): string | undefined {
  const secret = user.totpSecret === null ? undefined : decrypt(user.totpSecret, user.id);
  if (secret === undefined)
    log.error(
      { user: user.id },
      user.totpSecret === null
        ? 'Two-factor authentication is on without a secret.'
        : "A two-factor secret can't be decrypted: AUTH_SECRET isn't the one that encrypted it.",
    );
  return secret;
}
