import { transaction } from '../db';
import { userHasNoPasskey } from '../db/passkeys';
import { findTicketOwingCode, insertTicket, markTicketVerified, stillOwesCode } from '../db/tickets';
import { findUserById, passwordUnchanged, twoFactorIsOff, type User, updateUser } from '../db/users';
import { record, recordUnknownUser } from './activity';
import { now } from './adapters/clock';
import { hashPassword, needsRehash } from './adapters/hash';
import { digest, randomValue } from './adapters/random';
import type { Client } from './client';
import { type Outcome, refuse } from './outcome';
import { verifyPassword } from './password';
import { rateLimited, signInLimits } from './rate-limit';
import { owesSecondFactor, requiresTwoFactor } from './required-two-factor';
import { withCode } from './two-factor-code';
import { findUserByUsername, usernameKey } from './username';

/** A ticket that owes no code is used by the request that issues it; one that owes a code waits. */
export const TICKET_LIFE_MS = 60_000;
export const CODE_TICKET_LIFE_MS = 10 * 60_000;

type SignedIn = { user: User; ticket: string; owesCode: boolean };

/**
 * Gives the same answer for a wrong password, an unknown username and a disabled user.
 * @returns a ticket for one session; if it owes a code, `verifySignInCode` must accept one first
 * @throws Unavailable
 */
export async function signIn(
  typed: { username: string; password: string },
  client: Client,
): Promise<Outcome<SignedIn>> {
  if (typed.username.trim() === '') return refuse('sign-in.errors.usernameMissing', 'username');
  if (typed.password === '') return refuse('sign-in.errors.passwordMissing', 'password');
  const user = await findUserByUsername(typed.username);
  const account = user?.usernameKey ?? usernameKey(typed.username);
  return rateLimited({
    limits: signInLimits({ kind: 'password', account, user, client }),
    user,
    client,
    check: () => checkPassword(user, typed.password),
    refusal: () => refuse('sign-in.errors.wrong', 'password'),
    onFailure: (on) => [
      user
        ? record(on, { userId: user.id, type: 'sign-in-refused', client })
        : recordUnknownUser('sign-in-refused', client),
    ],
  });
}

async function checkPassword(user: User | undefined, password: string): Promise<SignedIn | undefined> {
  const isRight = await verifyPassword(user, password);
  if (!user || !isRight) return undefined;
  const owesCode = await owesSecondFactor(user);
  const ticket = await issueTicket(user, password, owesCode);
  return ticket ? { user, ticket, owesCode } : undefined;
}

async function issueTicket(user: User, password: string, owesCode: boolean): Promise<string | undefined> {
  const passwordHash = await upgradedHash(user, password);
  const ticket = randomValue();
  const expiresAt = now() + (owesCode ? CODE_TICKET_LIFE_MS : TICKET_LIFE_MS);
  const row = { valueHash: digest(ticket), userId: user.id, owesCode, expiresAt, amr: 'pwd' };
  // A second factor that was turned on meanwhile is owed, too.
  const owesNone = owesCode ? [] : [twoFactorIsOff(), requiresTwoFactor(user) ? userHasNoPasskey() : undefined];
  const issued = await transaction((on) => insertTicket(on, row, passwordUnchanged(passwordHash), ...owesNone));
  return issued && ticket;
}

async function upgradedHash(user: User, password: string): Promise<string> {
  if (!needsRehash(user.passwordHash)) return user.passwordHash;
  const passwordHash = await hashPassword(password);
  const condition = passwordUnchanged(user.passwordHash);
  const upgraded = await transaction((on) => updateUser(on, user.id, { passwordHash }, condition));
  return upgraded ? passwordHash : user.passwordHash;
}

export async function findUserOwingCode(ticket: string): Promise<User | undefined> {
  const found = await findTicketOwingCode(digest(ticket), now());
  return found && findUserById(found.userId);
}

/** Verifies the code that a ticket owes. The ticket can then start one session. */
export async function verifySignInCode(
  ticket: string,
  typed: { code: string },
  client: Client,
): Promise<Outcome<{ user: User }>> {
  const user = await findUserOwingCode(ticket);
  if (!user) return refuse('sign-in.errors.expired');
  const valueHash = digest(ticket);
  const given = await withCode({
    user,
    client,
    limits: signInLimits({ kind: 'code', account: user.id, user, client }),
    code: typed.code,
    changes: (on) => [markTicketVerified(on, valueHash, { expiresAt: now() + TICKET_LIFE_MS, amr: 'pwd otp' })],
    condition: stillOwesCode(valueHash, now()),
  });
  return given.ok ? { ok: true, user } : given;
}
