import type { Database, Write } from '../db';
import { insertMail, usernameOf } from '../db/outbox';
import { now } from './adapters/clock';
import { randomId } from './adapters/random';
import { type Client, isByAdministrator } from './client';
import { verifyDeviceCookie } from './device-cookie';
import type { EventType } from './event-type';
import { isMailOn } from './settings';

/** Events that the user is told of. The stored names: never rename one. */
const NOTICES = [
  'password-changed',
  'password-reset',
  'username-changed',
  'two-factor-enabled',
  'two-factor-disabled',
  'two-factor-reset',
  'passkey-added',
  'passkey-removed',
  'recovery-code-used',
  'recovery-codes-renewed',
  'signed-in',
  'account-disabled',
] as const satisfies EventType[];

/** Mail with a link: a forgotten password, an invitation, a new username. */
export type LinkPurpose = 'reset' | 'invitation' | 'username';

export type NoticeType = (typeof NOTICES)[number];
export type MailType = NoticeType | LinkPurpose;

type Queued = {
  type: MailType;
  client: Client;
  userId: string | null;
  /** Without one it goes to the username that the user has at that moment. */
  recipient?: string;
  id?: string;
  at?: number;
};

/** Queues mail. The write belongs in the transaction of the change; once that is committed, the mail is sent. */
export function queueMail(on: Database, queued: Queued): Write {
  const { type, client, userId, recipient, id = randomId(), at = now() } = queued;
  const insert = insertMail(on, {
    id,
    type,
    userId,
    recipient: recipient ?? usernameOf(userId as string),
    address: client.address,
    userAgent: client.userAgent,
    createdAt: at,
    dueAt: at,
    claimedUntil: 0,
    attempts: 0,
  });
  return Object.assign(insert, { committed: wakeDelivery });
}

type NoticedEvent = { userId: string; type: EventType; at: number; client: Client };

/** Queues the notice of an event, if mail is on and the user is told of such events. */
export function queueNotice(on: Database, { userId, type: event, at, client }: NoticedEvent): Write[] {
  const type = isMailOn() && noticeType(userId, event, client);
  return type ? [queueMail(on, { type, userId, client, at })] : [];
}

function noticeType(userId: string, event: EventType, client: Client): NoticeType | undefined {
  if (event === 'username-changed') return undefined; // goes to two addresses: see lib/confirm-username.ts
  if (event === 'signed-in' && verifyDeviceCookie(userId, client.deviceCookie)) return undefined;
  if (event === 'password-reset' && !isByAdministrator(client)) return 'password-changed';
  return NOTICES.find((type) => type === event);
}

/** lib/server starts the delivery. Next's bundles have their own copy of this module, and wake it through this global. */
const shared = globalThis as { portraitWakeDelivery?: () => void };

function wakeDelivery(): void {
  shared.portraitWakeDelivery?.();
}

export function onMailQueued(wake: (() => void) | undefined): void {
  shared.portraitWakeDelivery = wake;
}
