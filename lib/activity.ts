import { type Database, NO_WRITE, type Write } from '../db';
import { type EventRow, insertEvent, listEvents } from '../db/events';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import type { Client } from './client';

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

const PAGE_SIZE = 50;

/** An export is read in pieces of so many events, so that a long one holds nobody up. */
const EXPORT_CHUNK = 500;

/**
 * The write that records what happened; it belongs in the transaction of the change itself. Once that is committed,
 * the administrator's log has a line of it.
 */
export function record(on: Database, userId: string, type: EventType, client: Client): Write {
  const { address, userAgent } = client;
  const insert = insertEvent(on, { userId, type, at: now(), address, userAgent });
  return Object.assign(insert, { committed: () => logEvent(type, client, userId) });
}

/** What happened to nobody's account is in the log alone. */
export function recordUnknownUser(type: EventType, client: Client): Write {
  return { ...NO_WRITE, committed: () => logEvent(type, client) };
}

/** A deleted account takes its events with it, so only the log says so. */
export function recordDeletion(userId: string, client: Client): Write {
  return { ...NO_WRITE, committed: () => logEvent('account-deleted', client, userId) };
}

function logEvent(event: EventType | 'account-deleted', { address, requestId }: Client, user?: string): void {
  log.info({ event, user, address, request: requestId }, event);
}

/**
 * What happened to a user's account, newest first, a page at a time.
 *
 * @param before the id of the event that the page before ended with
 * @returns the events, and the id to go on with where there are older ones
 */
export async function listActivity(
  userId: string,
  before?: number,
  most = PAGE_SIZE,
): Promise<{ events: Event[]; before?: number }> {
  const found = (await listEvents(userId, { before, most: most + 1 })) as Event[];
  const events = found.slice(0, most);
  return { events, before: found.length > most ? events.at(-1)?.id : undefined };
}

/** All that happened to a user's account, newest first, in pieces. */
export async function* exportActivity(userId: string): AsyncGenerator<Event[]> {
  let before: number | undefined;
  do {
    const piece = await listActivity(userId, before, EXPORT_CHUNK);
    yield piece.events;
    before = piece.before;
  } while (before);
}
