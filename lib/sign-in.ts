import { setTimeout } from 'node:timers/promises';
import { type Database, transaction, type Write } from '../db';
import { deleteEvent } from '../db/events';
import { userHasNoPasskey } from '../db/passkeys';
import type { ReplacedSession } from '../db/sessions';
import { findTicket, insertTicket, markTicketVerified, stillNeedsCode } from '../db/tickets';
import { findUserById, passwordUnchanged, twoFactorIsOff, type User, updateUser } from '../db/users';
import { record, recordRefusedSignIn } from './activity';
import { now } from './adapters/clock';
import { hashPassword, needsRehash } from './adapters/hash';
import { digest, randomValue } from './adapters/random';
import type { Client } from './client';
import { findDuplicate, findSessionByPreviousValue, type SentCode, sentCode } from './duplicate-form';
import { type Outcome, refuse } from './outcome';
import { verifyPassword } from './password';
import { rateLimited, signInLimits } from './rate-limit';
import { needsCodeAfterPassword, requiresTwoFactor } from './required-two-factor';
import { repeatWithCode, withCode } from './two-factor-code';
import { findUserByUsername, usernameKey } from './username';

/** A ticket that needs no code is used by the request that issues it; one that needs a code waits. */
export const TICKET_LIFE_MS = 60_000;
export const CODE_TICKET_LIFE_MS = 10 * 60_000;

type SignedIn = { user: User; ticket: string; needsCode: boolean };

/**
 * Gives the same answer for a wrong password, an unknown username and a disabled user.
 * @returns a ticket for one session; if it needs a code, `verifySignInCode` must accept one first
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
    check: () => checkPassword(user, typed.password, client),
    refusal: () => refuse('sign-in.errors.wrong', 'password'),
    onFailure: (on) => [recordRefusedSignIn(on, user, client)],
  });
}

async function checkPassword(user: User | undefined, password: string, client: Client): Promise<SignedIn | undefined> {
  const isRight = await verifyPassword(user, password);
  if (!user || !isRight) return undefined;
  const needsCode = await needsCodeAfterPassword(user);
  const ticket = await issueTicket(user, { password, needsCode, client });
  return ticket ? { user, ticket, needsCode } : undefined;
}

type Given = { password: string; needsCode: boolean; client: Client };

async function issueTicket(user: User, { password, needsCode, client }: Given): Promise<string | undefined> {
  const passwordHash = await upgradedHash(user, password);
  const ticket = randomValue();
  const at = now();
  const row = {
    valueHash: digest(ticket),
    userId: user.id,
    needsCode,
    expiresAt: at + (needsCode ? CODE_TICKET_LIFE_MS : TICKET_LIFE_MS),
    amr: 'pwd',
  };
  // A second factor that was turned on meanwhile is needed, too.
  const needsNone = needsCode ? [] : [twoFactorIsOff(), requiresTwoFactor(user) ? userHasNoPasskey() : undefined];
  const issued = await transaction(
    (on) => insertTicket(on, row, passwordUnchanged(passwordHash), ...needsNone),
    (on) => (needsCode ? [record(on, { userId: user.id, type: 'password-accepted', client, at })] : []),
    { mayBeLost: !needsCode }, // this request trades it for a session
  );
  return issued && ticket;
}

async function upgradedHash(user: User, password: string): Promise<string> {
  if (!needsRehash(user.passwordHash)) return user.passwordHash;
  const passwordHash = await hashPassword(password);
  const condition = passwordUnchanged(user.passwordHash);
  const upgraded = await transaction((on) => updateUser(on, user.id, { passwordHash }, condition));
  return upgraded ? passwordHash : user.passwordHash;
}

export async function findUserOfCodeTicket(ticket: string): Promise<User | undefined> {
  return (await findCodeTicket(ticket))?.user;
}

type CodeTicket = { user: User; valueHash: string; issuedAt: number };

export async function findCodeTicket(ticket: string): Promise<CodeTicket | undefined> {
  const valueHash = digest(ticket);
  const found = await findTicket(valueHash, { needsCode: true, now: now() });
  const user = found && (await findUserById(found.userId));
  return user && { user, valueHash, issuedAt: found.expiresAt - CODE_TICKET_LIFE_MS };
}

/** The ticket can then start one session. @param amr the factors that were given (RFC 8176) */
export function acceptCode(on: Database, { user, valueHash, issuedAt }: CodeTicket, amr: string): Write[] {
  return [
    markTicketVerified(on, valueHash, { expiresAt: now() + TICKET_LIFE_MS, amr }),
    deleteEvent(on, { userId: user.id, type: 'password-accepted', at: issuedAt }),
  ];
}

/**
 * Verifies the code that a ticket needs. The ticket can then start one session.
 * @returns `sessionValue` if the same form has already started it: see lib/duplicate-form.ts
 */
export async function verifySignInCode(
  ticket: string,
  typed: { code: string },
  client: Client,
): Promise<Outcome<{ user: User; sessionValue?: string }>> {
  const sent = sentCode('sign-in-code', typed.code, client);
  const found = await findCodeTicket(ticket);
  if (!found) return repeatSignIn(ticket, sent);
  const { user, valueHash } = found;
  let sessionValue: string | undefined;
  const given = await withCode({
    user,
    client,
    limits: signInLimits({ kind: 'code', account: user.id, user, client }),
    code: typed.code,
    changes: (on) => acceptCode(on, found, 'pwd otp'),
    condition: stillNeedsCode(valueHash, now()),
    isDuplicate: async () => {
      const session = await findStartedSession(ticket);
      sessionValue = session && (await findDuplicate(session, sent));
      return sessionValue !== undefined;
    },
  });
  return given.ok ? { ok: true, user, sessionValue } : given;
}

/** Nothing is verified, but a duplicate form with the same code gets the session that the first copy started. */
async function repeatSignIn(ticket: string, sent: SentCode): Promise<Outcome<{ user: User; sessionValue?: string }>> {
  const session = await findStartedSession(ticket);
  if (!session) return refuse('sign-in.errors.expired');
  const { user } = session;
  const limits = signInLimits({ kind: 'code', account: user.id, user, client: sent.client });
  const repeated = await repeatWithCode(session, sent, limits);
  return repeated.ok ? { ...repeated, user } : repeated;
}

const POLL_MS = 25;
const POLLS_MAX = 100;

/** The session of a ticket. While its code is verified but its session isn't started yet, this waits. */
async function findStartedSession(ticket: string): Promise<ReplacedSession | undefined> {
  for (let polls = 0; ; polls++) {
    const isStarting = (await findTicket(digest(ticket), { needsCode: false, now: now() })) !== undefined;
    const session = await findSessionByPreviousValue(ticket);
    if (session || !isStarting || polls === POLLS_MAX) return session;
    await setTimeout(POLL_MS);
  }
}
