import { allOrNone, type Database, type Write } from '../db';
import {
  deleteOtherSessions,
  deleteSession,
  deleteSessionOf,
  findSession,
  hasSession,
  insertSession,
  type Limits,
  listSessions,
  type Session,
  type SessionRow,
  updateSession,
} from '../db/sessions';
import { takeTicket } from '../db/tickets';
import { record } from './activity';
import { now } from './adapters/clock';
import { digest, randomId, randomValue } from './adapters/random';
import { Busy } from './busy';
import { type Outcome, refuse } from './outcome';
import type { Visitor } from './visitor';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A session ends when it has not been used for so long, and so long after it began. Milliseconds. */
const IDLE_LIMIT = 7 * DAY;
export const ABSOLUTE_LIMIT = 30 * DAY;

/** "Last used" is written no more often than this. Milliseconds. */
const LAST_USED_GRAIN = 5 * MINUTE;

/** Trades a sign-in ticket, once, for a session. @returns the session's secret value */
export async function beginSession(ticket: string, visitor: Visitor): Promise<string | undefined> {
  const value = randomValue();
  const at = now();
  const begun = await allOrNone(
    (on) => takeTicket(on, digest(ticket), at),
    (on, { userId }) => [
      insertSession(on, {
        id: randomId(),
        valueHash: digest(value),
        userId,
        createdAt: at,
        lastUsedAt: at,
        address: visitor.address,
        userAgent: visitor.userAgent,
      }),
      record(on, userId, 'signed-in', visitor),
    ],
  );
  return begun && value;
}

/** The live session of a secret value, with its user. One that is over goes at once: a clock set back revives none. */
export async function sessionOf(value: string): Promise<Session | undefined> {
  const session = await findSession(digest(value));
  if (session && isOver(session, limits())) {
    await inPassing((on) => deleteSession(on, session.id));
    return undefined;
  }
  if (session && session.lastUsedAt <= now() - LAST_USED_GRAIN)
    await inPassing((on) => updateSession(on, session.id, { lastUsedAt: now() }));
  return session;
}

/** Whether a session has ended since it was read; it goes on where another window has given it a new value. */
export async function hasEnded({ id }: Session): Promise<boolean> {
  return !(await hasSession(id));
}

const isOver = ({ lastUsedAt, createdAt }: Session, { lastUsed, created }: Limits) =>
  lastUsedAt <= lastUsed || createdAt <= created;

/** Writes what no answer rests on, so that people can read where nothing can be written: another time will do. */
async function inPassing(write: (on: Database) => Write): Promise<void> {
  try {
    await allOrNone(write, undefined, 0);
  } catch (error) {
    if (!(error instanceof Busy)) throw error;
  }
}

export function limits(): Limits {
  return { lastUsed: now() - IDLE_LIMIT, created: now() - ABSOLUTE_LIMIT };
}

export async function signOut(session: Session, visitor: Visitor): Promise<void> {
  await allOrNone(
    (on) => deleteSession(on, session.id),
    (on) => [record(on, session.userId, 'signed-out', visitor)],
  );
}

/** A list of sessions ends here; whoever has more ends them together. */
const LIST_LENGTH = 100;

/** Where a user is signed in: this session first, then those last used. */
export async function sessionsOf({ id, userId }: Session): Promise<{ sessions: SessionRow[]; unlisted: number }> {
  const all = await listSessions(userId, limits());
  const sessions = [...all.filter((session) => session.id === id), ...all.filter((session) => session.id !== id)];
  return { sessions: sessions.slice(0, LIST_LENGTH), unlisted: Math.max(0, all.length - LIST_LENGTH) };
}

/** Ends one of a user's sessions. Another user's is refused as if it did not exist. */
export async function endOneSession({ userId }: Session, id: string, visitor: Visitor): Promise<Outcome> {
  const ended = await allOrNone(
    (on) => deleteSessionOf(on, userId, id),
    (on) => [record(on, userId, 'session-ended', visitor)],
  );
  return ended ? { ok: true } : refuse('sessions.errors.endedAlready');
}

/** Ends every session of a user but this one. */
export async function endOtherSessions({ id, userId }: Session, visitor: Visitor): Promise<void> {
  await allOrNone(
    (on) => deleteOtherSessions(on, userId, id),
    (on) => [record(on, userId, 'sessions-ended', visitor)],
  );
}
