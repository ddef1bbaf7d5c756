import { transaction } from '../db';
import { deleteSessionsOf } from '../db/sessions';
import { deleteTicketsOf } from '../db/tickets';
import { type User, updateUser } from '../db/users';
import { record } from './activity';
import { now } from './adapters/clock';
import { hashPassword } from './adapters/hash';
import type { Client } from './client';
import { findLink, findUserOfSpentLink, spendLink } from './links';
import { type Outcome, refuse } from './outcome';
import { validateNewPassword, verifyCurrentPassword } from './password';
import { isSamePassword } from './password-rules';

/** Whose password a link sets, and whether it is their first. */
export async function findPasswordLink(token: string): Promise<{ user: User; isInvitation: boolean } | undefined> {
  const link = await findLink(token, 'reset', 'invitation');
  return link && { user: link.user, isInvitation: link.purpose === 'invitation' };
}

/** Sets a password by a mailed link, which is then used up. Every session ends. */
export async function setPassword(
  token: string,
  typed: { newPassword: string; confirmPassword: string },
  client: Client,
): Promise<Outcome<{ user: User }>> {
  const link = await findLink(token, 'reset', 'invitation');
  if (!link) return repeat(token, typed.newPassword, client);
  const { user, purpose, conditions } = link;
  if (typed.newPassword === '') return refuse('password.errors.newMissing', 'newPassword');
  if (typed.confirmPassword === '') return refuse('password.errors.confirmMissing', 'confirmPassword');
  const fault = await validateNewPassword(typed.newPassword, user.username);
  if (fault) return fault;
  if (!isSamePassword(typed.newPassword, typed.confirmPassword))
    return refuse('password.errors.confirmDiffers', 'confirmPassword');

  const change = {
    passwordHash: await hashPassword(typed.newPassword),
    passwordMustChange: false,
    passwordChangedAt: now(),
    usernameVerifiedAt: now(),
  };
  const event = purpose === 'invitation' ? 'password-set' : 'password-reset';
  const isSet = await transaction(
    (on) => updateUser(on, user.id, change, ...conditions),
    (on) => [
      ...spendLink(on, link),
      deleteSessionsOf(on, user.id),
      deleteTicketsOf(on, user.id),
      record(on, { userId: user.id, type: event, client }),
    ],
  );
  return isSet ? { ok: true, user } : repeat(token, typed.newPassword, client);
}

/** A duplicate of the form finds the link used up, and has the password that the first copy set. */
async function repeat(token: string, newPassword: string, client: Client): Promise<Outcome<{ user: User }>> {
  const user = await findUserOfSpentLink(token, 'reset', 'invitation');
  const isDuplicate = user && (await verifyCurrentPassword(user, newPassword, client)).ok;
  return isDuplicate ? { ok: true, user } : refuse('mail.errors.linkDead');
}
