import { transaction } from '../db';
import { findTicketOwingCode, insertTicket, settleTicket, stillOwesCode } from '../db/tickets';
import { findUserById, findUserByKey, passwordUnchanged, type User, updateUser } from '../db/users';
import { record, recordUnknownUser } from './activity';
import { now } from './adapters/clock';
import { hashPassword, needsRehash } from './adapters/hash';
import { digest, randomValue } from './adapters/random';
import type { Client } from './client';
import { type Outcome, refuse } from './outcome';
import { verifyPassword } from './password';
import { rateLimited, signInLimits } from './rate-limit';
import { twoFactorState } from './two-factor';
import { withCode } from './two-factor-code';
import { usernameKey } from './username';

/** A ticket that owes nothing is used in the request that issues it; one that owes a code waits. Milliseconds. */
const TICKET_LIFE_MS = 60_000;
export const CODE_TICKET_LIFE_MS = 10 * 60_000;

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
  client: Client,
): Promise<Outcome<SignedIn>> {
  const key = usernameKey(typed.username);
  const user = await findUserByKey(key);
  return rateLimited(
    signInLimits('password', key, user, client),
    { user, client },
    () => checkPassword(user, typed.password),
    (on) => [user ? record(on, user.id, 'sign-in-refused', client) : recordUnknownUser('sign-in-refused', client)],
  );
}

async function checkPassword(user: User | undefined, password: string): Promise<Outcome<SignedIn>> {
  const isRight = await verifyPassword(user, password);
  const owesCode = user !== undefined && twoFactorState(user) === 'on';
  const ticket = user && isRight && (await issueTicket(user, password, owesCode));
  return ticket ? { ok: true, user, ticket, owesCode } : refuse('sign-in.errors.wrong', 'password');
}

async function issueTicket(user: User, password: string, owesCode: boolean): Promise<string | undefined> {
  const passwordHash = await upgradedHash(user, password);
  const ticket = randomValue();
  const expiresAt = now() + (owesCode ? CODE_TICKET_LIFE_MS : TICKET_LIFE_MS);
  const row = { valueHash: digest(ticket), userId: user.id, owesCode, expiresAt };
  const issued = await transaction((on) => insertTicket(on, row, passwordHash));
  return issued && ticket;
}

/** Stores the password anew where it was hashed in an older way; what is stored then. */
async function upgradedHash(user: User, password: string): Promise<string> {
  if (!needsRehash(user.passwordHash)) return user.passwordHash;
  const passwordHash = await hashPassword(password);
  const condition = passwordUnchanged(user.passwordHash);
  const upgraded = await transaction((on) => updateUser(on, user.id, { passwordHash }, condition));
  return upgraded ? passwordHash : user.passwordHash;
}

/** Whose code a ticket waits for; nobody's where it is unknown, used or too old. */
export async function findUserOwingCode(ticket: string): Promise<User | undefined> {
  const found = await findTicketOwingCode(digest(ticket), now());
  return found && findUserById(found.userId);
}

/** Gives the code that a ticket owes. The ticket then begins one session. */
export async function verifySignInCode(
  ticket: string,
  typed: { code: string },
  client: Client,
): Promise<Outcome<{ user: User }>> {
  const user = await findUserOwingCode(ticket);
  if (!user) return refuse('sign-in.errors.expired');
  const valueHash = digest(ticket);
  const settle = stillOwesCode(valueHash, now());
  const given = await withCode(
    user,
    typed.code,
    client,
    signInLimits('code', user.id, user, client),
    (on) => [settleTicket(on, valueHash, now() + TICKET_LIFE_MS)],
    settle,
  );
  return given.ok ? { ok: true, user } : given;
}
