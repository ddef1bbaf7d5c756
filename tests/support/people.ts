import { findUserByKey, type User } from '../../db/users';
import type { Client } from '../../lib/client';
import { beginSession, findActiveSession } from '../../lib/sessions';
import { signIn } from '../../lib/sign-in';
import { usernameKey } from '../../lib/username';
import { type Account, createUser } from '../../lib/users';

export const CLIENT: Client = { address: '192.0.2.1', userAgent: 'Test' };

export const PASSWORD = 'gravel mountain tea';

/** Adds a person to the open database. */
export async function createPerson(name: string, account: Partial<Account> = {}): Promise<User> {
  const username = `${name}@example.com`;
  const created = await createUser({ username, company: 'Acme', role: 'Engineer', password: PASSWORD, ...account });
  if (!created.ok) throw new Error(created.error);
  return findUser(account.username ?? username);
}

export async function findUser(username: string): Promise<User> {
  const user = await findUserByKey(usernameKey(username));
  if (!user) throw new Error(`no user ${username}`);
  return user;
}

/** Logs a person in. @returns the session's value */
export async function signInAs({ username }: { username: string }, password = PASSWORD): Promise<string> {
  const outcome = await signIn({ username, password }, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  const value = await beginSession(outcome.ticket, CLIENT);
  if (!value) throw new Error('the ticket was refused');
  return value;
}

export async function createSession(user: { username: string }, password = PASSWORD) {
  const session = await findActiveSession(await signInAs(user, password));
  if (!session) throw new Error('no session');
  return session;
}
