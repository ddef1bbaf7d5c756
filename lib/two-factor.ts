import { type Database, transaction } from '../db';
import { deleteRecoveryCodes } from '../db/recovery-codes';
import { deleteOtherSessions, type Session, sessionExists, updateSession } from '../db/sessions';
import { deleteTicketsOf } from '../db/tickets';
import { passwordUnchanged, secretIsPending, twoFactorIsOff, type User, updateUser } from '../db/users';
import { record } from './activity';
import { now } from './adapters/clock';
import { qrCode } from './adapters/qr-code';
import { digest, randomValue } from './adapters/random';
import { generateSecret, keyUri, matchedStep } from './adapters/totp';
import type { Client } from './client';
import { decrypt, encrypt } from './encryption';
import { type ErrorCode, type Outcome, type Refusal, refuse } from './outcome';
import { verifyCurrentPassword } from './password';
import { reauthLimits } from './rate-limit';
import { replaceRecoveryCodes } from './recovery-codes';
import { rateLimitedCode, withCode } from './two-factor-code';

/** A secret that was not confirmed for so long is forgotten. Milliseconds. */
export const PENDING_LIFE_MS = 15 * 60_000;

/** The name under which authenticators list the codes. */
const ISSUER = 'Portrait';

/** What a user's row says where two-factor authentication is off. */
export const TWO_FACTOR_OFF = { totpSecret: null, totpStartedAt: null, totpConfirmedAt: null, totpLastStep: null };

/** How it stands with a user's two-factor authentication: the row tells, and nothing else. */
export function twoFactorState(user: User): 'off' | 'pending' | 'on' {
  if (user.totpConfirmedAt !== null) return 'on';
  return user.totpStartedAt !== null && user.totpStartedAt > now() - PENDING_LIFE_MS ? 'pending' : 'off';
}

/**
 * Makes a secret for the user's authenticator. Two-factor authentication stays off until a code confirms it. Until
 * then the secret opens for this session alone: another, which gave no password, shall not read it.
 */
export async function startTwoFactor(
  session: Session,
  typed: { currentPassword: string },
  client: Client,
): Promise<Outcome> {
  const { user } = session;
  const proven = await verifyCurrentPassword(user, typed.currentPassword, client);
  if (!proven.ok) return proven;
  const pending = { totpSecret: encrypt(generateSecret(), starter(session)), totpStartedAt: now() };
  const conditions = [sessionExists(session.id), passwordUnchanged(user.passwordHash), twoFactorIsOff()];
  const started = await transaction((on) => updateUser(on, user.id, pending, ...conditions));
  return started ? { ok: true } : staleRefusal('two-factor.errors.alreadyOn');
}

/** To whom a pending secret belongs. */
const starter = ({ id, userId }: Session) => `${userId} ${id}`;

/** The pending secret, for the session that started it. */
function pendingSecret(session: Session): string | undefined {
  const { totpSecret } = session.user;
  const isPending = twoFactorState(session.user) === 'pending' && totpSecret !== null;
  return isPending ? decrypt(totpSecret, starter(session)) : undefined;
}

type PendingEnrolment = { groups: string[]; uri: string; picture: string };

/** What the pending state shows: the secret in groups of four, a link for the phone itself, and the same as a picture. */
export async function pendingEnrolment(session: Session): Promise<PendingEnrolment | undefined> {
  const secret = pendingSecret(session);
  if (!secret) return undefined;
  const uri = keyUri(secret, ISSUER, session.user.username);
  return { groups: secret.match(/.{4}/g) ?? [], uri, picture: await qrCode(uri) };
}

/**
 * Switches two-factor authentication on with a code of the pending secret, whose step is thereby used up. Every other
 * session ends; this one goes on under a new value, and may see the recovery codes.
 */
export async function confirmTwoFactor(
  session: Session,
  typed: { code: string },
  client: Client,
): Promise<Outcome<{ sessionValue: string }>> {
  const { user } = session;
  const secret = pendingSecret(session);
  if (twoFactorState(user) === 'on') return staleRefusal('two-factor.errors.alreadyOn');
  if (!secret || !user.totpSecret) return staleRefusal('two-factor.errors.lapsed');
  const conditions = [sessionExists(session.id), secretIsPending(user.totpSecret)];
  const sessionValue = randomValue();
  const tried = await rateLimitedCode(user, client, reauthLimits('code', user), async () => {
    const step = matchedStep(secret, typed.code.replace(/\s/g, ''), now());
    const confirmation = { totpSecret: encrypt(secret, user.id), totpConfirmedAt: now(), totpLastStep: step };
    return (
      step &&
      transaction(
        (on) => updateUser(on, user.id, confirmation, ...conditions),
        (on) => [
          ...replaceRecoveryCodes(on, session),
          updateSession(on, session.id, { valueHash: digest(sessionValue) }),
          deleteOtherSessions(on, user.id, session.id),
          deleteTicketsOf(on, user.id),
          record(on, user.id, 'two-factor-enabled', client),
        ],
      )
    );
  });
  return tried.ok ? { ok: true, sessionValue } : tried;
}

/** Forgets the pending secret. */
export async function cancelTwoFactor({ user }: Session): Promise<void> {
  await transaction((on) => updateUser(on, user.id, TWO_FACTOR_OFF, twoFactorIsOff()));
}

/** Switches two-factor authentication off. Every other session ends; this one goes on under a new value. */
export async function disableTwoFactor(
  session: Session,
  typed: { code: string },
  client: Client,
): Promise<Outcome<{ sessionValue: string }>> {
  const { user } = session;
  if (twoFactorState(user) !== 'on') return staleRefusal('two-factor.errors.alreadyOff');
  const sessionValue = randomValue();
  const changes = (on: Database) => [
    updateUser(on, user.id, TWO_FACTOR_OFF),
    deleteRecoveryCodes(on, user.id),
    updateSession(on, session.id, { valueHash: digest(sessionValue), shownCodes: null, shownCodesUntil: null }),
    deleteOtherSessions(on, user.id, session.id),
    deleteTicketsOf(on, user.id),
    record(on, user.id, 'two-factor-disabled', client),
  ];
  const condition = sessionExists(session.id);
  const disabled = await withCode(user, typed.code, client, reauthLimits('code', user), changes, condition);
  return disabled.ok ? { ok: true, sessionValue } : disabled;
}

/** Gives ten new recovery codes; the old ones are dead. The session goes on under a new value. */
export async function renewRecoveryCodes(
  session: Session,
  typed: { code: string },
  client: Client,
): Promise<Outcome<{ sessionValue: string }>> {
  const { user } = session;
  if (twoFactorState(user) !== 'on') return staleRefusal('two-factor.errors.alreadyOff');
  const sessionValue = randomValue();
  const changes = (on: Database) => [
    ...replaceRecoveryCodes(on, session),
    updateSession(on, session.id, { valueHash: digest(sessionValue) }),
    record(on, session.userId, 'recovery-codes-renewed', client),
  ];
  const condition = sessionExists(session.id);
  const renewed = await withCode(user, typed.code, client, reauthLimits('code', user), changes, condition);
  return renewed.ok ? { ok: true, sessionValue } : renewed;
}

/** Says no because the state has changed meanwhile: the form that was sent is not on the page any more. */
function staleRefusal(error: ErrorCode): Refusal {
  return { ...refuse(error), isStale: true };
}
