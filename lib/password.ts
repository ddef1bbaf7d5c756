import { transaction } from '../db';
import { hasEventBefore } from '../db/events';
import { deleteOtherSessions, type ReplacedSession, type Session, sessionExists, updateSession } from '../db/sessions';
import { deleteTicketsOf } from '../db/tickets';
import { findUserById, passwordUnchanged, type User, updateUser } from '../db/users';
import { record } from './activity';
import { now } from './adapters/clock';
import { commonPasswords } from './adapters/common-passwords';
import { dummyHash, hashPassword, verifyHash } from './adapters/hash';
import type { Client } from './client';
import { findDuplicate, isReplaced, renewValue, type SentForm } from './duplicate-form';
import { type Outcome, type Refusal, refuse } from './outcome';
import { isSamePassword, matchesProduct, matchesUsername, passwordLength, passwordUnit } from './password-rules';
import { createStrengthMeter, type StrengthMeter } from './password-strength';
import { rateLimited, reauthLimits } from './rate-limit';
import { appName, passwordMinLength } from './settings';

/** In Unicode code points. NIST SP 800-63B-4, section 3.1.1.2, requires at least 64. */
const PASSWORD_MAX_LENGTH = 256;

type TypedPasswords = { currentPassword: string; newPassword: string; confirmPassword: string };
type Renewed = { sessionValue: string };

/**
 * Every other session ends; this one gets a new value. Of two concurrent changes only one succeeds, because the other's
 * current password is no longer right.
 */
export async function changePassword(
  session: Session | ReplacedSession,
  typed: TypedPasswords,
  client: Client,
): Promise<Outcome<Renewed>> {
  const fault = findEmpty(typed);
  if (fault) return fault;
  const sent: SentForm = { form: 'password', entries: [], client };
  const duplicate = async (): Promise<Renewed | undefined> => {
    const sessionValue = await findDuplicate(session, sent);
    const user = sessionValue && (await findUserById(session.userId));
    return user && (await verifyPassword(user, typed.newPassword)) ? { sessionValue } : undefined;
  };
  const proven = await reauthenticate<Partial<Renewed>>(session.user, client, async () => {
    const isRight = !isReplaced(session) && (await verifyPassword(session.user, typed.currentPassword));
    return isRight ? {} : duplicate();
  });
  if (!proven.ok) return proven;
  if (proven.sessionValue || isReplaced(session)) return { ok: true, sessionValue: proven.sessionValue as string };

  const { user } = session;
  const refusal = await validateChange(typed, user);
  if (refusal) return refusal;
  const passwordHash = await hashPassword(typed.newPassword);
  const { value, change } = renewValue(session, sent);
  const conditions = [sessionExists(session.id), passwordUnchanged(user.passwordHash)];
  const password = { passwordHash, passwordMustChange: false, passwordChangedAt: now() };
  const changed = await transaction(
    (on) => updateUser(on, user.id, password, ...conditions),
    (on) => [
      updateSession(on, session.id, change),
      deleteOtherSessions(on, user.id, session.id),
      deleteTicketsOf(on, user.id),
      record(on, { userId: user.id, type: 'password-changed', client }),
    ],
  );
  if (changed) return { ok: true, sessionValue: value };
  const same = await duplicate();
  return same ? { ok: true, ...same } : WRONG;
}

const WRONG = refuse('password.errors.currentWrong', 'currentPassword');

function findEmpty({ currentPassword, newPassword, confirmPassword }: TypedPasswords): Refusal | undefined {
  if (currentPassword === '') return refuse('password.errors.currentMissing', 'currentPassword');
  if (newPassword === '') return refuse('password.errors.newMissing', 'newPassword');
  if (confirmPassword === '') return refuse('password.errors.confirmMissing', 'confirmPassword');
  return undefined;
}

async function validateChange(typed: TypedPasswords, { username }: User): Promise<Refusal | undefined> {
  const { currentPassword, newPassword, confirmPassword } = typed;
  const fault = await validateNewPassword(newPassword, username);
  if (fault) return fault;
  if (isSamePassword(newPassword, currentPassword)) return refuse('password.errors.isCurrent', 'newPassword');
  return isSamePassword(newPassword, confirmPassword)
    ? undefined
    : refuse('password.errors.confirmDiffers', 'confirmPassword');
}

export async function verifyCurrentPassword(user: User, password: string, client: Client): Promise<Outcome> {
  if (password === '') return refuse('password.errors.currentMissing', 'currentPassword');
  return reauthenticate(user, client, async () => ((await verifyPassword(user, password)) ? {} : undefined));
}

async function reauthenticate<Result extends object>(
  user: User,
  client: Client,
  check: () => Promise<Result | undefined>,
): Promise<Outcome<Result>> {
  return rateLimited({
    limits: reauthLimits('password', user),
    user,
    client,
    check,
    refusal: () => WRONG,
    onFailure: (on) => [record(on, { userId: user.id, type: 'password-refused', client })],
  });
}

/** Whether the one-time password is that of a new account, and not of a reset. */
export async function isNewcomer({ id, passwordMustChange }: User): Promise<boolean> {
  return passwordMustChange && !(await hasEventBefore(id, 'password-reset'));
}

/** Takes as long without a user as with one. @throws Unavailable */
export async function verifyPassword(user: User | undefined, password: string): Promise<boolean> {
  const matches = await verifyHash(password, user?.passwordHash ?? dummyHash());
  return user !== undefined && matches;
}

/** No composition rules: NIST SP 800-63B-4, section 3.1.1.2. */
export async function validateNewPassword(
  password: string,
  username: string,
  field = 'newPassword',
): Promise<Refusal | undefined> {
  const length = passwordLength(password);
  const least = passwordMinLength();
  if (password === '') return refuse('password.errors.newMissing', field);
  if (length < least) return refuse('password.errors.tooShort', field, { least, missing: least - length });
  if (length > PASSWORD_MAX_LENGTH) return refuse('password.errors.tooLong', field, { most: PASSWORD_MAX_LENGTH });
  const unit = passwordUnit(password);
  if (matchesUsername(unit, username)) return refuse('password.errors.isUsername', field);
  if (matchesProduct(unit, appName())) return refuse('password.errors.isProduct', field);
  const { fault } = (await strengthMeter(least))(password, username);
  return fault && refuse(`password.errors.${fault}`, field);
}

let meter: { least: number; made: Promise<StrengthMeter> } | undefined;

function strengthMeter(least: number): Promise<StrengthMeter> {
  if (meter?.least !== least) meter = { least, made: commonPasswords(least).then(createStrengthMeter) };
  return meter.made;
}
