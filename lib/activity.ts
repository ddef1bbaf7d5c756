import { type Database, NO_WRITE, type Write } from '../db';
import { type EventRow, eventListing, findEventOf, insertEvent } from '../db/events';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import { type Client, NO_CLIENT } from './client';
import type { EventType } from './event-type';
import { queueNotice } from './mail';

export type Event = EventRow & { type: EventType };

export const EVENT_LIFE_DAYS = 400;

const PAGE_SIZE = 50;

/** Small, so that a long export doesn't block other requests. */
const EXPORT_CHUNK = 500;

type Administrator = { id: string; username: string };

type EventDetails = {
  userId: string;
  type: EventType;
  client: Client;
  /** The administrator who did it to this user, who isn't told the administrator's address and device. */
  by?: Administrator;
  /** In the activity of an administrator: whom, or what, it was done to. */
  subject?: string;
  isNoticed?: boolean;
  at?: number;
};

/** Records an event and queues its notice, in the transaction of its change, and logs it after the commit. */
export function record(
  on: Database,
  { userId, type, client, by, subject, isNoticed = true, at = now() }: EventDetails,
): Write {
  const shown = by ? NO_CLIENT : client;
  const { address, userAgent } = shown;
  const insert: Write = insertEvent(on, { userId, type, at, address, userAgent, actor: by?.username, subject });
  const isTold = isNoticed && subject === undefined;
  const writes = [insert, ...(isTold ? queueNotice(on, { userId, type, at, client: shown }) : [])];
  return {
    all: () => writes.flatMap((write) => write.all()),
    execute: async () => {
      for (const write of writes) await write.execute();
      return [];
    },
    committed: () => {
      if (subject === undefined) logEvent(type, client, { user: userId, actor: by?.id });
      for (const write of writes) write.committed?.();
    },
  };
}

/** Without a user, it is only logged. */
export function recordRefusedSignIn(on: Database, user: { id: string } | undefined, client: Client): Write {
  const type = 'sign-in-refused';
  return user
    ? record(on, { userId: user.id, type, client })
    : { ...NO_WRITE, committed: () => logEvent(type, client) };
}

type Deletion = { user: { id: string; username: string }; by?: Administrator; client: Client };

/** An account's events are deleted with it, so only the administrator's activity has this one. */
export function recordDeletion(on: Database, { user, by, client }: Deletion): Write[] {
  const logged = {
    ...NO_WRITE,
    committed: () => logEvent('account-deleted', client, { user: user.id, actor: by?.id }),
  };
  return by
    ? [record(on, { userId: by.id, type: 'account-deleted', client, subject: user.username }), logged]
    : [logged];
}

type Parties = { user?: string; actor?: string };

function logEvent(event: EventType, { address, requestId }: Client, { user, actor }: Parties = {}): void {
  log.info({ event, user, actor, address, request: requestId }, event);
}

/** Attempts that failed, or that stopped at the code. */
const REFUSALS: EventType[] = ['sign-in-refused', 'password-accepted', 'password-refused', 'code-refused'];

export const isRefused = ({ type }: Event) => REFUSALS.includes(type);

/** Attempts by someone who doesn't know the password. */
export const isFailedSignIn = ({ type }: Event) => type === 'sign-in-refused';

/** These say nothing about who can get into the account. */
const NOT_SECURITY: EventType[] = [
  'account-changed',
  'company-renamed',
  'language-changed',
  'avatar-changed',
  'avatar-removed',
];

const allEvents = eventListing([]);
const securityEvents = eventListing(NOT_SECURITY);

type Listing = { isSecurityOnly?: boolean; limit?: number };

/**
 * A page of a user's events, newest first.
 * @param before the last event's id on the previous page
 * @returns the events and, if there are older ones, `before` for the next page
 */
export async function listActivity(
  userId: string,
  before?: number,
  { isSecurityOnly = false, limit = PAGE_SIZE }: Listing = {},
): Promise<{ events: Event[]; before?: number }> {
  const list = isSecurityOnly ? securityEvents : allEvents;
  const found = (await list(userId, { before, most: limit + 1 })) as Event[];
  const events = found.slice(0, limit);
  return { events, before: found.length > limit ? events.at(-1)?.id : undefined };
}

/** Returns no event of another user. */
export async function findActivity(userId: string, id: number): Promise<Event | undefined> {
  return (await findEventOf(userId, id)) as Event | undefined;
}

export async function* exportActivity(userId: string): AsyncGenerator<Event[]> {
  let before: number | undefined;
  do {
    const chunk = await listActivity(userId, before, { limit: EXPORT_CHUNK });
    yield chunk.events;
    before = chunk.before;
  } while (before);
}

/** An event as people download it. */
export const eventRecord = ({ at, type, address, userAgent, actor, subject }: Event) => ({
  time: new Date(at).toISOString(),
  event: type,
  address,
  userAgent,
  ...(actor && { actor }),
  ...(subject && { subject }),
});
