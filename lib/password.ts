import { allOrNone } from '../db';
import { deleteOtherSessions, type Session, sessionGoesOn, updateSession } from '../db/sessions';
import { deleteTicketsOf } from '../db/tickets';
import { passwordStillIs, type User, updateUser } from '../db/users';
import { record } from './activity';
import { isCommonPassword } from './adapters/common-passwords';
import { hashOfNobody, hashPassword, matchesHash } from './adapters/hash';
import { digest, randomValue } from './adapters/random';
import { type Outcome, type Refusal, refuse } from './outcome';
import { passwordLength, passwordUnit, saysProduct, saysUsername } from './password-rules';
import { passwordMinLength } from './settings';
import { ownersCounts, throttled } from './throttle';
import type { Visitor } from './visitor';

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
  visitor: Visitor,
): Promise<Outcome<{ sessionValue: string }>> {
  const { user } = session;
  const proven = await proveCurrentPassword(user, typed.currentPassword, visitor);
  if (!proven.ok) return proven;
  const fault = await judgePassword(typed.newPassword, user.username);
  if (fault) return fault;
  if (isSame(typed.newPassword, typed.currentPassword)) return refuse('password.errors.isCurrent', 'newPassword');
  if (!isSame(typed.newPassword, typed.confirmPassword))
    return refuse('password.errors.confirmDiffers', 'confirmPassword');

  const passwordHash = await hashPassword(typed.newPassword);
  const sessionValue = randomValue();
  const conditions = [sessionGoesOn(session.id), passwordStillIs(user.passwordHash)];
  const changed = await allOrNone(
    (on) => updateUser(on, user.id, { passwordHash, passwordMustChange: false }, ...conditions),
    (on) => [
      updateSession(on, session.id, { valueHash: digest(sessionValue) }),
      deleteOtherSessions(on, user.id, session.id),
      deleteTicketsOf(on, user.id),
      record(on, user.id, 'password-changed', visitor),
    ],
  );
  return changed ? { ok: true, sessionValue } : refuse('password.errors.currentWrong', 'currentPassword');
}

const isSame = (one: string, other: string) => one.normalize('NFC') === other.normalize('NFC');

/** Asks somebody who is signed in for their password again, as each sensitive change does. @throws Busy */
export async function proveCurrentPassword(user: User, password: string, visitor: Visitor): Promise<Outcome> {
  return throttled(
    ownersCounts('password', user),
    { user, visitor },
    async () =>
      (await isPasswordOf(user, password)) ? { ok: true } : refuse('password.errors.currentWrong', 'currentPassword'),
    (on) => [record(on, user.id, 'password-refused', visitor)],
  );
}

/** Whether a password is the user's. Takes as long for nobody as for somebody. @throws Busy */
export async function isPasswordOf(user: User | undefined, password: string): Promise<boolean> {
  const matches = await matchesHash(password, user?.passwordHash ?? hashOfNobody());
  return user !== undefined && matches;
}

/** What is wrong with a new password, if anything is. Composition is not judged: NIST SP 800-63B-4, 3.1.1.2. */
export async function judgePassword(
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
