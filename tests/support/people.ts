import { findUserByKey, type User } from '../../db/users';
import { beginSession, sessionOf } from '../../lib/sessions';
import { signIn } from '../../lib/sign-in';
import { usernameKey } from '../../lib/username';
import { type Account, createUser } from '../../lib/users';
import type { Visitor } from '../../lib/visitor';

export const HERE: Visitor = { address: '192.0.2.1', userAgent: 'Test' };

export const PASSWORD = 'gravel mountain tea';

/** Adds a person to the database of the moment. */
export async function person(name: string, account: Partial<Account> = {}): Promise<User> {
  const username = `${name}@example.com`;
  const created = await createUser({ username, company: 'Acme', role: 'Engineer', password: PASSWORD, ...account });
  if (!created.ok) throw new Error(created.error);
  return userNamed(account.username ?? username);
}

export async function userNamed(username: string): Promise<User> {
  const user = await findUserByKey(usernameKey(username));
  if (!user) throw new Error(`no user ${username}`);
  return user;
}

/** Signs a person in. @returns the session's value */
export async function signedIn({ username }: { username: string }, password = PASSWORD): Promise<string> {
  const outcome = await signIn({ username, password }, HERE);
  if (!outcome.ok) throw new Error(outcome.error);
  const value = await beginSession(outcome.ticket, HERE);
  if (!value) throw new Error('the ticket was refused');
  return value;
}

export async function sessionFor(user: { username: string }, password = PASSWORD) {
  const session = await sessionOf(await signedIn(user, password));
  if (!session) throw new Error('no session');
  return session;
}
