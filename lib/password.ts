import { transaction } from '../db';
import { deleteOtherSessions, type Session, sessionExists, updateSession } from '../db/sessions';
import { deleteTicketsOf } from '../db/tickets';
import { passwordUnchanged, type User, updateUser } from '../db/users';
import { record } from './activity';
import { isCommonPassword } from './adapters/common-passwords';
import { dummyHash, hashPassword, verifyHash } from './adapters/hash';
import { digest, randomValue } from './adapters/random';
import type { Client } from './client';
import { type Outcome, type Refusal, refuse } from './outcome';
import { passwordLength, passwordUnit, saysProduct, saysUsername } from './password-rules';
import { rateLimited, reauthLimits } from './rate-limit';
import { passwordMinLength } from './settings';

/** In Unicode code points. NIST SP 800-63B-4, section 3.1.1.2, asks for 64 at least. */
const PASSWORD_MAX_LENGTH = 256;

type TypedPasswords = { currentPassword: string; newPassword: string; confirmPassword: string };

/**
 * Changes the password of who is signed in. Every other session ends; this one goes on under a new value. Of two
 * changes at once one wins: the other's current password is no longer right.
 */
export async function changePassword(
  session: Session,
  typed: TypedPasswords,
  client: Client,
): Promise<Outcome<{ sessionValue: string }>> {
  const { user } = session;
  const proven = await verifyCurrentPassword(user, typed.currentPassword, client);
  if (!proven.ok) return proven;
  const fault = await validateNewPassword(typed.newPassword, user.username);
  if (fault) return fault;
  if (isSame(typed.newPassword, typed.currentPassword)) return refuse('password.errors.isCurrent', 'newPassword');
  if (!isSame(typed.newPassword, typed.confirmPassword))
    return refuse('password.errors.confirmDiffers', 'confirmPassword');

  const passwordHash = await hashPassword(typed.newPassword);
  const sessionValue = randomValue();
  const conditions = [sessionExists(session.id), passwordUnchanged(user.passwordHash)];
  const changed = await transaction(
    (on) => updateUser(on, user.id, { passwordHash, passwordMustChange: false }, ...conditions),
    (on) => [
      updateSession(on, session.id, { valueHash: digest(sessionValue) }),
      deleteOtherSessions(on, user.id, session.id),
      deleteTicketsOf(on, user.id),
      record(on, user.id, 'password-changed', client),
    ],
  );
  return changed ? { ok: true, sessionValue } : refuse('password.errors.currentWrong', 'currentPassword');
}

const isSame = (one: string, other: string) => one.normalize('NFC') === other.normalize('NFC');

/** Asks somebody who is signed in for their password again, as each sensitive change does. @throws Busy */
export async function verifyCurrentPassword(user: User, password: string, client: Client): Promise<Outcome> {
  return rateLimited(
    reauthLimits('password', user),
    { user, client },
    async () =>
      (await verifyPassword(user, password)) ? { ok: true } : refuse('password.errors.currentWrong', 'currentPassword'),
    (on) => [record(on, user.id, 'password-refused', client)],
  );
}

/** Whether a password is the user's. Takes as long for nobody as for somebody. @throws Busy */
export async function verifyPassword(user: User | undefined, password: string): Promise<boolean> {
  const matches = await verifyHash(password, user?.passwordHash ?? dummyHash());
  return user !== undefined && matches;
}

/** What is wrong with a new password, if anything is. Composition is not judged: NIST SP 800-63B-4, 3.1.1.2. */
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
  if (saysUsername(unit, username)) return refuse('password.errors.isUsername', field);
  if (saysProduct(unit)) return refuse('password.errors.isProduct', field);
  if ([...unit].length < 2 || (await isCommonPassword(password)) || (await isCommonPassword(unit)))
    return refuse('password.errors.common', field);
  return undefined;
}
