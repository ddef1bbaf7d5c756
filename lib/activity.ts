import { type Database, NO_WRITE, type Write } from '../db';
import { type EventRow, insertEvent, listEvents } from '../db/events';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import type { Visitor } from './visitor';

/** What can happen to an account. The stored names: never rename one. */
export type EventType =
  | 'account-created'
  | 'account-changed'
  | 'account-disabled'
  | 'account-enabled'
  | 'signed-in'
  | 'sign-in-refused'
  | 'session-ended'
  | 'signed-out'
  | 'sessions-ended'
  | 'username-changed'
  | 'language-changed'
  | 'avatar-changed'
  | 'avatar-removed'
  | 'password-changed'
  | 'password-refused'
  | 'password-reset'
  | 'two-factor-enabled'
  | 'two-factor-disabled'
  | 'two-factor-reset'
  | 'recovery-codes-renewed'
  | 'recovery-code-used'
  | 'code-refused';

export type Event = EventRow & { type: EventType };

/** Events are kept for so many days. */
export const EVENT_LIFE_DAYS = 400;

const PAGE = 50;

/** An export is read in pieces of so many events, so that a long one holds nobody up. */
const PIECE = 500;

/**
 * The write that records what happened; it belongs in the transaction of the change itself. Once that is committed,
 * the administrator's log has a line of it.
 */
export function record(on: Database, userId: string, type: EventType, visitor: Visitor): Write {
  const { address, userAgent } = visitor;
  const insert = insertEvent(on, { userId, type, at: now(), address, userAgent });
  return Object.assign(insert, { committed: () => tell(type, visitor, userId) });
}

/** What happened to nobody's account is in the log alone. */
export function recordOfNobody(type: EventType, visitor: Visitor): Write {
  return { ...NO_WRITE, committed: () => tell(type, visitor) };
}

function tell(event: EventType, { address, requestId }: Visitor, user?: string): void {
  log.info({ event, user, address, request: requestId }, event);
}

/**
 * What happened to a user's account, newest first, a page at a time.
 *
 * @param before the id of the event that the page before ended with
 * @returns the events, and the id to go on with where there are older ones
 */
export async function activityOf(
  userId: string,
  before?: number,
  most = PAGE,
): Promise<{ events: Event[]; before?: number }> {
  const found = (await listEvents(userId, { before, most: most + 1 })) as Event[];
  const events = found.slice(0, most);
  return { events, before: found.length > most ? events.at(-1)?.id : undefined };
}

/** All that happened to a user's account, newest first, in pieces. */
export async function* allActivityOf(userId: string): AsyncGenerator<Event[]> {
  let before: number | undefined;
  do {
    const piece = await activityOf(userId, before, PIECE);
    yield piece.events;
    before = piece.before;
  } while (before);
}
