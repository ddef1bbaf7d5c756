import { type Database, transaction, type Write } from '../db';
import { deleteRecoveryCodesOfUnprotected } from '../db/recovery-codes';
import {
  deleteOtherSessions,
  type NewSession,
  type ReplacedSession,
  type Session,
  sessionExists,
  updateSession,
} from '../db/sessions';
import { deleteTicketsOf } from '../db/tickets';
import { passwordUnchanged, secretIsPending, twoFactorIsOff, type User, updateUser } from '../db/users';
import { record } from './activity';
import { now } from './adapters/clock';
import { qrCode } from './adapters/qr-code';
import { generateSecret, keyUri, matchedStep } from './adapters/totp';
import { withMethod } from './authentication-methods';
import type { Client } from './client';
import { findDuplicate, isReplaced, renewValue, type SentCode, sentCode } from './duplicate-form';
import { decrypt, encrypt } from './encryption';
import { type ErrorCode, type Outcome, type Refusal, refuse } from './outcome';
import { verifyCurrentPassword } from './password';
import { reauthLimits } from './rate-limit';
import { replaceRecoveryCodes } from './recovery-codes';
import { unlessEnded } from './sessions';
import { appName } from './settings';
import { rateLimitedCode, repeatWithCode, withCode } from './two-factor-code';

export const PENDING_LIFE_MS = 15 * 60_000;

export const TWO_FACTOR_OFF = { totpSecret: null, totpStartedAt: null, totpConfirmedAt: null, totpLastStep: null };

export function twoFactorState(user: User): 'off' | 'pending' | 'on' {
  if (user.totpConfirmedAt !== null) return 'on';
  return user.totpStartedAt !== null && user.totpStartedAt > now() - PENDING_LIFE_MS ? 'pending' : 'off';
}

/**
 * Generates a secret for an authenticator; two-factor authentication stays off until a code confirms it. Until then
 * only this session can decrypt the secret, because no other has given the password.
 */
export async function startTwoFactor(
  session: Session,
  typed: { currentPassword: string },
  client: Client,
): Promise<Outcome> {
  const { user } = session;
  const proven = await verifyCurrentPassword(user, typed.currentPassword, client);
  if (!proven.ok) return proven;
  const pending = { totpSecret: encrypt(generateSecret(), pendingOwner(session)), totpStartedAt: now() };
  const conditions = [sessionExists(session.id), passwordUnchanged(user.passwordHash), twoFactorIsOff()];
  const started = await transaction((on) => updateUser(on, user.id, pending, ...conditions));
  return started ? { ok: true } : staleRefusal('two-factor.errors.alreadyOn');
}

const pendingOwner = ({ id, userId }: Session) => `${userId} ${id}`;

function pendingSecret(session: Session): string | undefined {
  const { totpSecret } = session.user;
  const isPending = twoFactorState(session.user) === 'pending' && totpSecret !== null;
  return isPending ? decrypt(totpSecret, pendingOwner(session)) : undefined;
}

type PendingEnrolment = { groups: string[]; uri: string; picture: string };

export async function pendingEnrolment(session: Session): Promise<PendingEnrolment | undefined> {
  const secret = pendingSecret(session);
  if (!secret) return undefined;
  const uri = keyUri(secret, appName(), session.user.username);
  return { groups: secret.match(/.{4}/g) ?? [], uri, picture: await qrCode(uri) };
}

type Renewed = { sessionValue: string };
type TypedCode = { code: string };

/**
 * Turns two-factor authentication on with a code of the pending secret, which can't be used again. Every other session
 * ends; this one gets a new value and may show the recovery codes.
 */
export async function confirmTwoFactor(
  session: Session | ReplacedSession,
  typed: TypedCode,
  client: Client,
): Promise<Outcome<Renewed>> {
  const { user } = session;
  const sent = sentCode('two-factor-confirm', typed.code, client);
  const limits = reauthLimits('code', user);
  if (isReplaced(session)) return repeatWithCode(session, sent, limits);
  if (twoFactorState(user) === 'on') return refuseUnlessDuplicate(session, sent, 'two-factor.errors.alreadyOn');
  const secret = pendingSecret(session);
  if (!secret || !user.totpSecret) return staleRefusal('two-factor.errors.lapsed');
  const isPending = secretIsPending(user.totpSecret);
  const { value, change } = renewValue(session, sent);
  const tried = await rateLimitedCode({ user, client, limits }, sent.code, async () => {
    const step = matchedStep(secret, sent.code, now());
    if (!step) return false;
    const confirmation = { totpSecret: encrypt(secret, user.id), totpConfirmedAt: now(), totpLastStep: step };
    const confirmed = await transaction(
      (on) => updateUser(on, user.id, confirmation, sessionExists(session.id), isPending),
      (on) => [
        ...replaceRecoveryCodes(on, session),
        updateSession(on, session.id, { ...change, amr: withMethod(session.amr, 'otp') }),
        deleteOtherSessions(on, user.id, session.id),
        deleteTicketsOf(on, user.id),
        record(on, { userId: user.id, type: 'two-factor-enabled', client }),
      ],
    );
    return confirmed !== undefined || (await findDuplicate(session, sent)) !== undefined;
  });
  return tried.ok ? { ok: true, sessionValue: (await findDuplicate(session, sent, value)) ?? value } : tried;
}

export async function cancelTwoFactor(session: Session): Promise<Outcome> {
  const conditions = [sessionExists(session.id), twoFactorIsOff()];
  const cancelled = await transaction((on) => updateUser(on, session.userId, TWO_FACTOR_OFF, ...conditions));
  return cancelled ? { ok: true } : unlessEnded(session);
}

/** Every other session ends; this one gets a new value. */
export async function disableTwoFactor(
  session: Session | ReplacedSession,
  typed: TypedCode,
  client: Client,
): Promise<Outcome<Renewed>> {
  return changeWithCode(session, sentCode('two-factor-disable', typed.code, client), {
    isOffered: (user) => twoFactorState(user) === 'on',
    changes: (on, value) => [
      updateUser(on, session.userId, TWO_FACTOR_OFF),
      deleteRecoveryCodesOfUnprotected(on, session.userId),
      updateSession(on, session.id, { ...value, shownCodes: null, shownCodesUntil: null }),
      deleteOtherSessions(on, session.userId, session.id),
      deleteTicketsOf(on, session.userId),
      record(on, { userId: session.userId, type: 'two-factor-disabled', client }),
    ],
  });
}

type CodeForm = {
  /** Whether the page still has the form. */
  isOffered(user: User): boolean | Promise<boolean>;
  changes(on: Database, value: Partial<NewSession>): Write[];
};

/** Makes the changes of a form with a code. Of a form that is sent twice, both copies get the same new session value. */
export async function changeWithCode(
  session: Session | ReplacedSession,
  sent: SentCode,
  { isOffered, changes }: CodeForm,
): Promise<Outcome<Renewed>> {
  const { user } = session;
  const limits = reauthLimits('code', user);
  if (isReplaced(session)) return repeatWithCode(session, sent, limits);
  if (!(await isOffered(user))) return refuseUnlessDuplicate(session, sent, 'two-factor.errors.alreadyOff');
  const { value, change } = renewValue(session, sent);
  const given = await withCode({
    user,
    client: sent.client,
    limits,
    code: sent.code,
    changes: (on) => changes(on, change),
    condition: sessionExists(session.id),
    isDuplicate: async () => (await findDuplicate(session, sent)) !== undefined,
  });
  return given.ok ? { ok: true, sessionValue: (await findDuplicate(session, sent, value)) ?? value } : given;
}

async function refuseUnlessDuplicate(session: Session, sent: SentCode, error: ErrorCode): Promise<Outcome<Renewed>> {
  const sessionValue = await findDuplicate(session, sent);
  return sessionValue ? { ok: true, sessionValue } : staleRefusal(error);
}

/** The state has changed meanwhile, so the form is no longer on the page. */
function staleRefusal(error: ErrorCode): Refusal {
  return { ...refuse(error), isStale: true };
}
