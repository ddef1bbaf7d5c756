import { transaction } from '../../db';
import { findUserByKey, type NewUser, type User, updateAnyUser } from '../../db/users';
import type { Client } from '../../lib/client';
import * as people from '../../lib/people';
import { BY_COMMAND_LINE } from '../../lib/people/act';
import { type Account, createUser as create } from '../../lib/people/create';
import { beginSession, findActiveSession } from '../../lib/sessions';
import { signIn } from '../../lib/sign-in';
import { usernameKey } from '../../lib/username';

export const CLIENT: Client = { address: '192.0.2.1', userAgent: 'Test' };

export const PASSWORD = 'gravel mountain tea';

export const createUser = (account: Account, options?: { invites?: boolean }) =>
  create(account, BY_COMMAND_LINE, options);

const byUsername =
  <Result>(act: (who: { username: string }, actor: typeof BY_COMMAND_LINE) => Promise<Result>) =>
  (username: string) =>
    act({ username }, BY_COMMAND_LINE);

// What the command line does.
export const disableUser = byUsername(people.disableUser);
export const enableUser = byUsername(people.enableUser);
export const endUserSessions = byUsername(people.endUserSessions);
export const resetPassword = byUsername(people.resetPassword);
export const resetTwoFactor = byUsername(people.resetTwoFactor);
export const deleteUser = byUsername(people.deleteUser);
export const setUser = (username: string, change: people.AccountChange) =>
  people.setUser({ username }, BY_COMMAND_LINE, change);

/** Adds a person to the open database. */
export async function createPerson(name: string, account: Partial<Account> = {}): Promise<User> {
  const username = `${name}@example.com`;
  const created = await createUser({ username, company: 'Acme', role: 'Engineer', password: PASSWORD, ...account });
  if (!created.ok) throw new Error(created.error);
  return findUser(account.username ?? username);
}

/** Without the time of the last visit, so that a test can compare a user before and after something was refused. */
export async function findUser(username: string): Promise<User> {
  const user = await findUserByKey(usernameKey(username));
  if (!user) throw new Error(`no user ${username}`);
  return { ...user, lastSeenAt: null };
}

/** Logs a person in. @returns the session's value */
export async function signInAs(
  { username }: { username: string },
  password = PASSWORD,
  client = CLIENT,
): Promise<string> {
  const outcome = await signIn({ username, password }, client);
  if (!outcome.ok) throw new Error(outcome.error);
  const value = await beginSession(outcome.ticket, client);
  if (!value) throw new Error('the ticket was refused');
  return value;
}

export async function createSession(user: { username: string }, password = PASSWORD) {
  const session = await findActiveSession(await signInAs(user, password));
  if (!session) throw new Error('no session');
  return session;
}

/** Changes a user's row directly. */
export async function changeUser(user: { id: string }, change: Partial<NewUser>): Promise<void> {
  await transaction((on) => updateAnyUser(on, user.id, change));
}
