import { flushed } from '../db';
import {
  findReplacedSession,
  findSuccessor,
  type NewSession,
  type Period,
  type ReplacedSession,
  type Session,
} from '../db/sessions';
import { now } from './adapters/clock';
import { digest, randomValue } from './adapters/random';
import type { Client } from './client';
import { decrypt, encrypt } from './encryption';
import { expiryLimits, isExpired } from './session-expiry';

/**
 * A double click sends a form twice. Without JavaScript the browser drops the first response and with it the new
 * session value, and the second request carries the previous one. For this long the same form with the same entries
 * from the same browser gets what the first request got; the previous value grants nothing else.
 *
 * For that the session's row keeps the `successor` of the previous value: the new value, encrypted for that form only.
 * The cleanup removes it after about a minute.
 */
export const DUPLICATE_MS = 10_000;

export type SentForm = {
  form:
    | 'confirm'
    | 'confirm-username'
    | 'passkey-add'
    | 'passkey-remove'
    | 'password'
    | 'profile'
    | 'sign-in-code'
    | 'two-factor-confirm'
    | 'two-factor-disable'
    | 'recovery-codes-renew';
  /** What was typed. No passwords: their digest would be easier to guess than their hash. */
  entries: string[];
  client: Client;
};

export type SentCode = SentForm & { code: string };

/** A form with a code, which may be typed with spaces. */
export function sentCode(form: SentForm['form'], typed: string, client: Client): SentCode {
  const code = typed.replace(/\s/g, '');
  return { form, entries: [code], client, code };
}

type Renewal = { value: string; change: Required<Pick<NewSession, 'valueHash'>> & Partial<NewSession> };

export function renewValue(session: Pick<Session, 'id' | 'valueHash'>, sent: SentForm): Renewal {
  const value = randomValue();
  const successor = encrypt(value, owner(session, sent));
  const change = { valueHash: digest(value), previousValueHash: session.valueHash, replacedAt: now(), successor };
  return { value, change };
}

/** @param own the value that this request has just saved: if it is found, it is on the disk already */
export async function findDuplicate(
  session: Session | ReplacedSession,
  sent: SentForm,
  own?: string,
): Promise<string | undefined> {
  const successor = await findSuccessor(session.id, recently());
  const value = successor && decrypt(successor, owner(session, sent));
  if (value !== own) await flushed();
  return value;
}

export async function findSessionByPreviousValue(value: string): Promise<ReplacedSession | undefined> {
  const session = await findReplacedSession(digest(value), recently());
  return session && !isExpired(session, expiryLimits()) ? session : undefined;
}

export function isReplaced(session: Session | ReplacedSession): session is ReplacedSession {
  return 'isReplaced' in session;
}

export function recently(): Period {
  return [now() - DUPLICATE_MS, now() + DUPLICATE_MS];
}

function owner({ id }: { id: string }, { form, entries, client }: SentForm): string {
  return digest(JSON.stringify([id, form, entries, client.userAgent, client.deviceCookie ?? '']));
}
