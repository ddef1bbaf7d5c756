import { type Database, isUniqueViolation, transaction, type Write } from '../db';
import { type ReplacedSession, type Session, sessionExists, updateSession } from '../db/sessions';
import { deleteTicketsOf } from '../db/tickets';
import { lockUser, pendingUsernameUnchanged, type User, updateUser } from '../db/users';
import { record } from './activity';
import { now } from './adapters/clock';
import { digest } from './adapters/random';
import type { Client } from './client';
import { findDuplicate, isReplaced, renewValue, type SentForm } from './duplicate-form';
import { countLink } from './link-limits';
import { findLink, findUserOfSpentLink, spendLink } from './links';
import { queueMail } from './mail';
import { type Outcome, type Refusal, refuse } from './outcome';
import { unlessEnded } from './sessions';
import { isMailOn } from './settings';
import { findUserByUsername, usernameKey } from './username';

/**
 * Why a username can't be requested, if so. Someone else may still take it before it is confirmed. Taken ones count,
 * too, with mail and without: otherwise anyone with an account could find out who else has one.
 */
export async function refuseUsername(user: User, username: string, client: Client): Promise<Refusal | undefined> {
  const tooMany = await countLink(user.id, client);
  if (tooMany) return { ...tooMany, error: 'profile.errors.usernameTooOften', field: 'username' };
  const owner = await findUserByUsername(username);
  return owner && owner.id !== user.id ? refuse('profile.errors.usernameTaken', 'username') : undefined;
}

/** The mail that a new username waits for; it belongs in the transaction that sets the pending username. */
export function queueUsernameLink(on: Database, userId: string, pendingUsername: string, client: Client): Write {
  return queueMail(on, { type: 'username', userId, recipient: pendingUsername, client });
}

export async function resendUsernameLink({ id, user }: Session, client: Client): Promise<Outcome> {
  const { pendingUsername } = user;
  if (pendingUsername === null || !isMailOn()) return refuse('mail.errors.nothingPending');
  if (await countLink(user.id, client)) return refuse('mail.errors.resentTooOften');
  const sent = await transaction(
    (on) => lockUser(on, user.id, sessionExists(id), pendingUsernameUnchanged(pendingUsername)),
    (on) => [queueUsernameLink(on, user.id, pendingUsername, client)],
  );
  return sent ? { ok: true } : refuse('mail.errors.nothingPending');
}

/** Keeps the username as it is. The link that was mailed no longer works. */
export async function cancelUsername(session: Session): Promise<Outcome> {
  const { id, userId } = session;
  const cancelled = await transaction((on) => updateUser(on, userId, { pendingUsername: null }, sessionExists(id)));
  return cancelled ? { ok: true } : unlessEnded(session);
}

/** The username that a link confirms, and whose it will be. */
export async function findUsernameLink(token: string): Promise<{ user: User; username: string } | undefined> {
  const link = await findLink(token, 'username');
  return link?.user.pendingUsername ? { user: link.user, username: link.user.pendingUsername } : undefined;
}

type Confirmed = { sessionValue?: string; isSignedIn: boolean };

/**
 * Changes the username by a mailed link, which is then used up. Both addresses are told. If the user is logged in
 * here, that session gets a new value.
 */
export async function confirmUsername(
  token: string,
  session: Session | ReplacedSession | undefined,
  client: Client,
): Promise<Outcome<Confirmed>> {
  const sent: SentForm = { form: 'confirm-username', entries: [digest(token)], client };
  const link = await findLink(token, 'username');
  const username = link?.user.pendingUsername;
  if (!link || !username) return repeat(token, session, sent);
  const { user, conditions } = link;
  const renewal = session && !isReplaced(session) && session.userId === user.id ? renewValue(session, sent) : undefined;
  const change = {
    username,
    usernameKey: usernameKey(username),
    usernameVerifiedAt: now(),
    pendingUsername: null,
  };
  const notice = { type: 'username-changed', userId: user.id, client } as const;
  try {
    const confirmed = await transaction(
      (on) => updateUser(on, user.id, change, ...conditions),
      (on) => [
        ...spendLink(on, link),
        deleteTicketsOf(on, user.id),
        ...(session && renewal ? [updateSession(on, session.id, renewal.change)] : []),
        record(on, { userId: user.id, type: 'username-changed', client }),
        queueMail(on, { ...notice, recipient: user.username }),
        queueMail(on, { ...notice, recipient: username }),
      ],
    );
    return confirmed
      ? { ok: true, sessionValue: renewal?.value, isSignedIn: renewal !== undefined }
      : repeat(token, session, sent);
  } catch (error) {
    if (isUniqueViolation(error)) return refuse('profile.errors.usernameTaken');
    throw error;
  }
}

/** A duplicate of the form finds the link used up, and gets what the first copy got. */
async function repeat(
  token: string,
  session: Session | ReplacedSession | undefined,
  sent: SentForm,
): Promise<Outcome<Confirmed>> {
  const user = await findUserOfSpentLink(token, 'username');
  if (!user) return refuse('mail.errors.linkDead');
  const sessionValue = session?.userId === user.id ? await findDuplicate(session, sent) : undefined;
  return { ok: true, sessionValue, isSignedIn: sessionValue !== undefined };
}
