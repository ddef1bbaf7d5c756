import { type Database, NO_WRITE, type Write } from '../db';
import { type EventRow, insertEvent, listEvents } from '../db/events';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import type { Client } from './client';
import type { EventType } from './event-type';
import { queueNotice } from './mail';

export type Event = EventRow & { type: EventType };

export const EVENT_LIFE_DAYS = 400;

const PAGE_SIZE = 50;

/** Small, so that a long export doesn't block other requests. */
const EXPORT_CHUNK = 500;

type Happened = { userId: string; type: EventType; client: Client };

/** Records an event and queues its notice, in the transaction of its change, and logs it after the commit. */
export function record(on: Database, { userId, type, client }: Happened): Write {
  const { address, userAgent } = client;
  const at = now();
  const insert: Write = insertEvent(on, { userId, type, at, address, userAgent });
  const writes = [insert, ...queueNotice(on, { userId, type, at, client })];
  return {
    all: () => writes.flatMap((write) => write.all()),
    execute: async () => {
      for (const write of writes) await write.execute();
      return [];
    },
    committed: () => {
      logEvent(type, client, userId);
      for (const write of writes) write.committed?.();
    },
  };
}

export function recordUnknownUser(type: EventType, client: Client): Write {
  return { ...NO_WRITE, committed: () => logEvent(type, client) };
}

/** An account's events are deleted with it, so this one is only logged. */
export function recordDeletion(userId: string, client: Client): Write {
  return { ...NO_WRITE, committed: () => logEvent('account-deleted', client, userId) };
}

function logEvent(event: EventType | 'account-deleted', { address, requestId }: Client, user?: string): void {
  log.info({ event, user, address, request: requestId }, event);
}

/**
 * A page of a user's events, newest first.
 * @param before the last event's id on the previous page
 * @returns the events and, if there are older ones, `before` for the next page
 */
export async function listActivity(
  userId: string,
  before?: number,
  limit = PAGE_SIZE,
): Promise<{ events: Event[]; before?: number }> {
  const found = (await listEvents(userId, { before, most: limit + 1 })) as Event[];
  const events = found.slice(0, limit);
  return { events, before: found.length > limit ? events.at(-1)?.id : undefined };
}

export async function* exportActivity(userId: string): AsyncGenerator<Event[]> {
  let before: number | undefined;
  do {
    const chunk = await listActivity(userId, before, EXPORT_CHUNK);
    yield chunk.events;
    before = chunk.before;
  } while (before);
}
