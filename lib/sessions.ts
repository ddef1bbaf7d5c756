import { type Database, transaction, type Write } from '../db';
import {
  type ActiveSession,
  countSessions,
  deleteOtherSessions,
  deleteSession,
  deleteSessionOf,
  findSession,
  hasSession,
  insertSession,
  listSessions,
  type ReplacedSession,
  type Session,
  sessionExists,
  updateSession,
} from '../db/sessions';
import { takeTicket } from '../db/tickets';
import { updateAnyUser } from '../db/users';
import { record } from './activity';
import { now } from './adapters/clock';
import { digest, randomId } from './adapters/random';
import type { Client } from './client';
import { isReplaced, renewValue, sentCode } from './duplicate-form';
import { type Outcome, refuse } from './outcome';
import { expiryLimits, isExpired } from './session-expiry';
import { Unavailable } from './unavailable';

const LAST_USED_RESOLUTION_MS = 5 * 60_000;

/**
 * Trades a sign-in ticket, once, for a session.
 * @param code what was typed for a ticket that needed one: recognises a duplicate of that form
 * @returns the session's secret value
 */
export async function beginSession(ticket: string, client: Client, code = ''): Promise<string | undefined> {
  const id = randomId();
  const valueHash = digest(ticket);
  const at = now();
  const { value, change } = renewValue({ id, valueHash }, sentCode('sign-in-code', code, client));
  const begun = await transaction(
    (on) => takeTicket(on, valueHash, at),
    (on, { userId, amr }) => [
      insertSession(on, {
        ...(code ? change : { valueHash: change.valueHash }),
        id,
        userId,
        createdAt: at,
        lastUsedAt: at,
        address: client.address,
        userAgent: client.userAgent,
        amr,
      }),
      updateAnyUser(on, userId, { lastSeenAt: at }),
      record(on, { userId, type: 'signed-in', client, at }),
    ],
  );
  return begun && value;
}

/** Deletes an expired session, so that a clock set back can't revive it. */
export async function findActiveSession(value: string): Promise<Session | undefined> {
  const session = await findSession(digest(value));
  if (session && isExpired(session, expiryLimits())) {
    await writeIfPossible((on) => deleteSession(on, session.id));
    return undefined;
  }
  if (session && session.lastUsedAt <= now() - LAST_USED_RESOLUTION_MS)
    await writeIfPossible(
      (on) => updateSession(on, session.id, { lastUsedAt: now() }),
      (on) => [updateAnyUser(on, session.userId, { lastSeenAt: now() })],
    );
  return session;
}

/** Whether a session has ended since it was read. It hasn't if another window has given it a new value. */
export async function hasEnded(session: Session | ReplacedSession): Promise<boolean> {
  return isReplaced(session) || !(await hasSession(session.id));
}

/** For a form that found nothing to change: that is fine, unless its session has ended meanwhile. */
export async function unlessEnded(session: Session): Promise<Outcome> {
  return (await hasEnded(session)) ? refuse('sign-in.errors.signedOutMeanwhile') : { ok: true };
}

/** Skips a write that isn't urgent, so that people can read while the database can't be written. */
async function writeIfPossible(guard: (on: Database) => Write, writes?: (on: Database) => Write[]): Promise<void> {
  try {
    await transaction(guard, writes, { timeoutMs: 0, mayBeLost: true });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}

export async function signOut(session: Session | ReplacedSession, client: Client): Promise<void> {
  await transaction(
    (on) => deleteSession(on, session.id),
    (on) => [record(on, { userId: session.userId, type: 'signed-out', client })],
  );
}

const MAX_LISTED = 100;

type SessionList = { sessions: ActiveSession[]; unlisted: number };

export async function listUserSessions({ id, userId }: Session): Promise<SessionList> {
  const limits = expiryLimits();
  const sessions = await listSessions(userId, { ...limits, firstId: id, limit: MAX_LISTED });
  const all = sessions.length < MAX_LISTED ? sessions.length : await countSessions(userId, limits);
  return { sessions, unlisted: Math.max(0, all - sessions.length) };
}

const MAX_LISTED_OF_OTHERS = 10;

/** Where a user is logged in, for administrators. */
export async function listSessionsOf(userId: string): Promise<SessionList> {
  const limits = expiryLimits();
  const sessions = await listSessions(userId, { ...limits, firstId: '', limit: MAX_LISTED_OF_OTHERS });
  return { sessions, unlisted: (await countSessions(userId, limits)) - sessions.length };
}

/** Another user's session is refused as if it didn't exist. */
export async function endOneSession(session: Session, id: string, client: Client): Promise<Outcome> {
  const { userId } = session;
  const ended = await transaction(
    (on) => deleteSessionOf(on, userId, id, sessionExists(session.id)),
    (on) => [record(on, { userId, type: 'session-ended', client })],
  );
  return ended ? { ok: true } : refuse('sessions.errors.endedAlready');
}

export async function endOtherSessions(session: Session, client: Client): Promise<Outcome> {
  const { id, userId } = session;
  const ended = await transaction(
    (on) => deleteOtherSessions(on, userId, id, sessionExists(id)),
    (on) => [record(on, { userId, type: 'sessions-ended', client })],
  );
  return ended ? { ok: true } : unlessEnded(session);
}
