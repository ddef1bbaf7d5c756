import { type Database, transaction } from '../db';
import { type ReplacedSession, type Session, sessionExists, updateSession } from '../db/sessions';
import { lockUser, passwordUnchanged } from '../db/users';
import { now } from './adapters/clock';
import type { Client } from './client';
import { findDuplicate, isReplaced, renewValue, type SentCode, type SentForm, sentCode } from './duplicate-form';
import { type Outcome, refuse } from './outcome';
import { verifyCurrentPassword } from './password';
import { reauthLimits } from './rate-limit';
import { repeatWithCode, withCode } from './two-factor-code';

const CONFIRMED_LIFE_MS = 15 * 60_000;

/** Whether the user gave their password or a code again in this session, a moment ago. Logging in doesn't count. */
export function isConfirmed({ confirmedAt }: Pick<Session, 'confirmedAt'>): boolean {
  const age = now() - (confirmedAt ?? Number.NEGATIVE_INFINITY);
  return age >= 0 && age < CONFIRMED_LIFE_MS;
}

type Typed = { currentPassword?: string; code?: string };

/** The session gets a new value (ASVS 5.0, 7.2.4). */
export async function confirm(
  session: Session | ReplacedSession,
  { currentPassword = '', code }: Typed,
  client: Client,
): Promise<Outcome<{ sessionValue: string }>> {
  const sent = sentCode('confirm', code ?? '', client);
  const given =
    code === undefined ? await withPassword(session, currentPassword, sent) : await withTypedCode(session, sent);
  if (!given.ok) return given;
  const sessionValue = given.sessionValue ?? (await findDuplicate(session, sent));
  return sessionValue ? { ok: true, sessionValue } : refuse('sign-in.errors.signedOutMeanwhile');
}

type Given = Outcome<{ sessionValue?: string }>;

async function withPassword(
  session: Session | ReplacedSession,
  currentPassword: string,
  sent: SentForm,
): Promise<Given> {
  const { user } = session;
  const proven = await verifyCurrentPassword(user, currentPassword, sent.client);
  if (!proven.ok || isReplaced(session)) return proven;
  const { value, change } = confirmation(session, sent);
  const conditions = [sessionExists(session.id), passwordUnchanged(user.passwordHash)];
  const confirmed = await transaction(
    (on) => lockUser(on, user.id, ...conditions),
    (on) => [updateSession(on, session.id, change)],
  );
  return confirmed ? { ok: true, sessionValue: value } : refuse('password.errors.currentWrong', 'currentPassword');
}

async function withTypedCode(session: Session | ReplacedSession, sent: SentCode): Promise<Given> {
  const { user } = session;
  const limits = reauthLimits('code', user);
  if (isReplaced(session)) return repeatWithCode(session, sent, limits);
  const isDuplicate = async () => (await findDuplicate(session, sent)) !== undefined;
  const { value, change } = confirmation(session, sent);
  const changes = (on: Database) => [updateSession(on, session.id, change)];
  const condition = sessionExists(session.id);
  const given = await withCode({ user, client: sent.client, limits, code: sent.code, changes, condition, isDuplicate });
  return given.ok ? { ok: true, sessionValue: (await findDuplicate(session, sent, value)) ?? value } : given;
}

function confirmation(session: Session, sent: SentForm) {
  const { value, change } = renewValue(session, sent);
  return { value, change: { ...change, confirmedAt: now() } };
}
