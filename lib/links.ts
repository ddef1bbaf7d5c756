import { type Condition, type Database, flushed, transaction, type Write } from '../db';
import { deleteLinkTokensOf, findLinkToken, insertLinkToken, linkTokenExists } from '../db/link-tokens';
import { findUserById, passwordUnchanged, pendingUsernameUnchanged, type User, usernameUnchanged } from '../db/users';
import { now } from './adapters/clock';
import { digest, randomValue } from './adapters/random';
import { DUPLICATE_MS } from './duplicate-form';
import type { LinkPurpose } from './mail';

const HOUR = 3_600_000;

const LIFE_MS: Record<LinkPurpose, number> = { reset: HOUR, username: HOUR, invitation: 72 * HOUR };

export type Link = {
  tokenHash: string;
  purpose: LinkPurpose;
  user: User;
  /** What must still be true when the link is used: it wasn't used, and what it was made for hasn't changed. */
  conditions: Condition[];
};

/** Makes a link. @returns its token, of which only the hash is stored */
export async function createLink(user: User, purpose: LinkPurpose): Promise<string> {
  const token = randomValue();
  const row = { tokenHash: digest(token), purpose, userId: user.id, boundTo: bindingOf(user, purpose) };
  await transaction((on) => insertLinkToken(on, { ...row, expiresAt: now() + LIFE_MS[purpose] }));
  return token;
}

/** The link of a token, if it is good for one of these purposes. Reading it doesn't use it up. */
export async function findLink(token: string, ...purposes: LinkPurpose[]): Promise<Link | undefined> {
  const tokenHash = digest(token);
  const row = await findLinkToken(tokenHash, now());
  const purpose = purposes.find((purpose) => purpose === row?.purpose);
  const user = row && purpose && (await findUserById(row.userId));
  if (!user || user.disabledAt !== null || row.boundTo !== bindingOf(user, purpose)) return undefined;
  const conditions = [
    linkTokenExists({ tokenHash, purpose }, now()),
    passwordUnchanged(user.passwordHash),
    usernameUnchanged(user.username),
  ];
  if (purpose === 'username') conditions.push(pendingUsernameUnchanged(user.pendingUsername ?? ''));
  return { tokenHash, purpose, user, conditions };
}

const spent = (purpose: LinkPurpose) => `spent-${purpose}`;

/** Uses up a link, and the user's other links with it. A duplicate of its form still finds it for a moment. */
export function spendLink(on: Database, { tokenHash, purpose, user }: Link): Write[] {
  const row = { tokenHash, purpose: spent(purpose), userId: user.id, boundTo: '', expiresAt: now() + DUPLICATE_MS };
  return [deleteLinkTokensOf(on, user.id), insertLinkToken(on, row)];
}

/** Whose link it was, if it was used a moment ago. */
export async function findUserOfSpentLink(token: string, ...purposes: LinkPurpose[]): Promise<User | undefined> {
  const row = await findLinkToken(digest(token), now());
  if (!row || !purposes.map(spent).includes(row.purpose)) return undefined;
  await flushed();
  const user = await findUserById(row.userId);
  return user?.disabledAt === null ? user : undefined;
}

/** Any change of the password or the username makes it another one, and the links before it worthless. */
function bindingOf({ username, passwordHash, pendingUsername }: User, purpose: LinkPurpose): string {
  return digest(JSON.stringify([username, passwordHash, purpose === 'username' ? pendingUsername : null]));
}
