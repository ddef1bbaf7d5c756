import { allOrNone } from '../db';
import { insertTicket } from '../db/tickets';
import { findUserByKey, passwordStillIs, type User, updateUser } from '../db/users';
import { now } from './adapters/clock';
import { hashPassword, isOutdated } from './adapters/hash';
import { digest, randomValue } from './adapters/random';
import { type Outcome, refuse } from './outcome';
import { isPasswordOf } from './password';
import { usernameKey } from './username';

/** A ticket is used in the request that issues it. Milliseconds. */
const TICKET_LIFE = 60_000;

/**
 * Checks a username and password. The answer is one and the same for a wrong password, an unknown username and a
 * disabled user.
 *
 * @returns a ticket that begins one session.
 * @throws HashBusy
 */
export async function signIn(typed: {
  username: string;
  password: string;
}): Promise<Outcome<{ ticket: string; user: User }>> {
  const user = await findUserByKey(usernameKey(typed.username));
  const isRight = await isPasswordOf(user, typed.password);
  const ticket = user && isRight && (await issueTicket(user, typed.password));
  return ticket ? { ok: true, ticket, user } : refuse('sign-in.errors.wrong', 'password');
}

async function issueTicket(user: User, password: string): Promise<string | undefined> {
  const passwordHash = await upgradedHash(user, password);
  const ticket = randomValue();
  const issued = await allOrNone((on) =>
    insertTicket(on, { valueHash: digest(ticket), userId: user.id, expiresAt: now() + TICKET_LIFE }, passwordHash),
  );
  return issued && ticket;
}

/** Stores the password anew where it was hashed in an older way; what is stored then. */
async function upgradedHash(user: User, password: string): Promise<string> {
  if (!isOutdated(user.passwordHash)) return user.passwordHash;
  const passwordHash = await hashPassword(password);
  const upgraded = await allOrNone((on) =>
    updateUser(on, user.id, { passwordHash }, passwordStillIs(user.passwordHash)),
  );
  return upgraded ? passwordHash : user.passwordHash;
}
