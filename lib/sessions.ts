import { type Database, transaction, type Write } from '../db';
import {
  deleteOtherSessions,
  deleteSession,
  deleteSessionOf,
  type ExpiryLimits,
  findSession,
  hasSession,
  insertSession,
  listSessions,
  type Session,
  type SessionRow,
  updateSession,
} from '../db/sessions';
import { takeTicket } from '../db/tickets';
import { record } from './activity';
import { now } from './adapters/clock';
import { digest, randomId, randomValue } from './adapters/random';
import type { Client } from './client';
import { type Outcome, refuse } from './outcome';
import { Unavailable } from './unavailable';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A session ends when it has not been used for so long, and so long after it began. Milliseconds. */
const IDLE_LIMIT_MS = 7 * DAY;
export const ABSOLUTE_LIMIT_MS = 30 * DAY;

/** "Last used" is written no more often than this. Milliseconds. */
const LAST_USED_RESOLUTION_MS = 5 * MINUTE;

/** Trades a sign-in ticket, once, for a session. @returns the session's secret value */
export async function beginSession(ticket: string, client: Client): Promise<string | undefined> {
  const value = randomValue();
  const at = now();
  const begun = await transaction(
    (on) => takeTicket(on, digest(ticket), at),
    (on, { userId }) => [
      insertSession(on, {
        id: randomId(),
        valueHash: digest(value),
        userId,
        createdAt: at,
        lastUsedAt: at,
        address: client.address,
        userAgent: client.userAgent,
      }),
      record(on, userId, 'signed-in', client),
    ],
  );
  return begun && value;
}

/** The live session of a secret value, with its user. One that is over goes at once: a clock set back revives none. */
export async function findActiveSession(value: string): Promise<Session | undefined> {
  const session = await findSession(digest(value));
  if (session && isExpired(session, expiryLimits())) {
    await writeIfPossible((on) => deleteSession(on, session.id));
    return undefined;
  }
  if (session && session.lastUsedAt <= now() - LAST_USED_RESOLUTION_MS)
    await writeIfPossible((on) => updateSession(on, session.id, { lastUsedAt: now() }));
  return session;
}

/** Whether a session has ended since it was read; it goes on where another window has given it a new value. */
export async function hasEnded({ id }: Session): Promise<boolean> {
  return !(await hasSession(id));
}

const isExpired = ({ lastUsedAt, createdAt }: Session, { lastUsed, created }: ExpiryLimits) =>
  lastUsedAt <= lastUsed || createdAt <= created;

/** Writes what no answer rests on, so that people can read where nothing can be written: another time will do. */
async function writeIfPossible(write: (on: Database) => Write): Promise<void> {
  try {
    await transaction(write, undefined, { timeoutMs: 0 });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}

export function expiryLimits(): ExpiryLimits {
  return { lastUsed: now() - IDLE_LIMIT_MS, created: now() - ABSOLUTE_LIMIT_MS };
}

export async function signOut(session: Session, client: Client): Promise<void> {
  await transaction(
    (on) => deleteSession(on, session.id),
    (on) => [record(on, session.userId, 'signed-out', client)],
  );
}

/** A list of sessions ends here; whoever has more ends them together. */
const MAX_LISTED = 100;

/** Where a user is signed in: this session first, then those last used. */
export async function listUserSessions({ id, userId }: Session): Promise<{ sessions: SessionRow[]; unlisted: number }> {
  const all = await listSessions(userId, expiryLimits());
  const sessions = [...all.filter((session) => session.id === id), ...all.filter((session) => session.id !== id)];
  return { sessions: sessions.slice(0, MAX_LISTED), unlisted: Math.max(0, all.length - MAX_LISTED) };
}

/** Ends one of a user's sessions. Another user's is refused as if it did not exist. */
export async function endOneSession({ userId }: Session, id: string, client: Client): Promise<Outcome> {
  const ended = await transaction(
    (on) => deleteSessionOf(on, userId, id),
    (on) => [record(on, userId, 'session-ended', client)],
  );
  return ended ? { ok: true } : refuse('sessions.errors.endedAlready');
}

/** Ends every session of a user but this one. */
export async function endOtherSessions({ id, userId }: Session, client: Client): Promise<void> {
  await transaction(
    (on) => deleteOtherSessions(on, userId, id),
    (on) => [record(on, userId, 'sessions-ended', client)],
  );
}
