import type { Database, Write } from '../db';
import { insertEvent } from '../db/events';
import { now } from './adapters/clock';
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
  | 'password-reset'
  | 'two-factor-enabled'
  | 'two-factor-disabled'
  | 'two-factor-reset'
  | 'recovery-codes-renewed'
  | 'recovery-code-used'
  | 'code-refused';

/** The write that records what happened; it belongs in the transaction of the change itself. */
export function record(on: Database, userId: string, type: EventType, { address, userAgent }: Visitor): Write {
  return insertEvent(on, { userId, type, at: now(), address, userAgent });
}
