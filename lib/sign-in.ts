import { allOrNone } from '../db';
import { findTicketOwingCode, insertTicket, owesCodeStill, settleTicket } from '../db/tickets';
import { findUserById, findUserByKey, passwordStillIs, type User, updateUser } from '../db/users';
import { record, recordOfNobody } from './activity';
import { now } from './adapters/clock';
import { hashPassword, isOutdated } from './adapters/hash';
import { digest, randomValue } from './adapters/random';
import { type Outcome, refuse } from './outcome';
import { isPasswordOf } from './password';
import { strangersCounts, throttled } from './throttle';
import { twoFactorState } from './two-factor';
import { withCode } from './two-factor-code';
import { usernameKey } from './username';
import type { Visitor } from './visitor';

/** A ticket that owes nothing is used in the request that issues it; one that owes a code waits. Milliseconds. */
const TICKET_LIFE = 60_000;
export const WAITING_LIFE = 10 * 60_000;

type SignedIn = { user: User; ticket: string; owesCode: boolean };

/**
 * Checks a username and password. The answer is one and the same for a wrong password, an unknown username and a
 * disabled user.
 *
 * @returns a ticket that begins one session; where it owes a code, only once `giveCode` accepted one
 * @throws Busy
 */
export async function signIn(
  typed: { username: string; password: string },
  visitor: Visitor,
): Promise<Outcome<SignedIn>> {
  const key = usernameKey(typed.username);
  const user = await findUserByKey(key);
  return throttled(
    strangersCounts('password', key, user, visitor),
    { user, visitor },
    () => checkPassword(user, typed.password),
    (on) => [user ? record(on, user.id, 'sign-in-refused', visitor) : recordOfNobody('sign-in-refused', visitor)],
  );
}

async function checkPassword(user: User | undefined, password: string): Promise<Outcome<SignedIn>> {
  const isRight = await isPasswordOf(user, password);
  const owesCode = user !== undefined && twoFactorState(user) === 'on';
  const ticket = user && isRight && (await issueTicket(user, password, owesCode));
  return ticket ? { ok: true, user, ticket, owesCode } : refuse('sign-in.errors.wrong', 'password');
}

async function issueTicket(user: User, password: string, owesCode: boolean): Promise<string | undefined> {
  const passwordHash = await upgradedHash(user, password);
  const ticket = randomValue();
  const expiresAt = now() + (owesCode ? WAITING_LIFE : TICKET_LIFE);
  const row = { valueHash: digest(ticket), userId: user.id, owesCode, expiresAt };
  const issued = await allOrNone((on) => insertTicket(on, row, passwordHash));
  return issued && ticket;
}

/** Stores the password anew where it was hashed in an older way; what is stored then. */
async function upgradedHash(user: User, password: string): Promise<string> {
  if (!isOutdated(user.passwordHash)) return user.passwordHash;
  const passwordHash = await hashPassword(password);
  const condition = passwordStillIs(user.passwordHash);
  const upgraded = await allOrNone((on) => updateUser(on, user.id, { passwordHash }, condition));
  return upgraded ? passwordHash : user.passwordHash;
}

/** Whose code a ticket waits for; nobody's where it is unknown, used or too old. */
export async function userOwingCode(ticket: string): Promise<User | undefined> {
  const found = await findTicketOwingCode(digest(ticket), now());
  return found && findUserById(found.userId);
}

/** Gives the code that a ticket owes. The ticket then begins one session. */
export async function giveCode(
  ticket: string,
  typed: { code: string },
  visitor: Visitor,
): Promise<Outcome<{ user: User }>> {
  const user = await userOwingCode(ticket);
  if (!user) return refuse('sign-in.errors.expired');
  const valueHash = digest(ticket);
  const settle = owesCodeStill(valueHash, now());
  const given = await withCode(
    user,
    typed.code,
    visitor,
    strangersCounts('code', user.id, user, visitor),
    (on) => [settleTicket(on, valueHash, now() + TICKET_LIFE)],
    settle,
  );
  return given.ok ? { ok: true, user } : given;
}
