import { and, eq, exists, gt, inArray, lte, ne } from 'drizzle-orm';
import { type Condition, type Database, db } from './index';
import { linkTokens } from './schema';

export type LinkToken = typeof linkTokens.$inferSelect;

export const insertLinkToken = (on: Database, token: LinkToken) =>
  on.insert(linkTokens).values(token).returning({ tokenHash: linkTokens.tokenHash });

const isAlive = (tokenHash: string, now: number) =>
  and(eq(linkTokens.tokenHash, tokenHash), gt(linkTokens.expiresAt, now));

export async function findLinkToken(tokenHash: string, now: number): Promise<LinkToken | undefined> {
  const [row] = await db().select().from(linkTokens).where(isAlive(tokenHash, now));
  return row;
}

/** What must still be true when a link is used. */
export const linkTokenExists = (
  { tokenHash, purpose }: Pick<LinkToken, 'tokenHash' | 'purpose'>,
  now: number,
): Condition => {
  const isIt = and(isAlive(tokenHash, now), eq(linkTokens.purpose, purpose));
  return exists(db().select({ userId: linkTokens.userId }).from(linkTokens).where(isIt));
};

/** Links that haven't been used. */
export async function listLinksOf(userId: string): Promise<Pick<LinkToken, 'purpose' | 'expiresAt'>[]> {
  const { purpose, expiresAt, boundTo } = linkTokens;
  return db()
    .select({ purpose, expiresAt })
    .from(linkTokens)
    .where(and(eq(linkTokens.userId, userId), ne(boundTo, '')));
}

export const deleteLinkTokensOf = (on: Database, userId: string) =>
  on.delete(linkTokens).where(eq(linkTokens.userId, userId)).returning({ tokenHash: linkTokens.tokenHash });

export const deleteExpiredLinkTokens = (on: Database, now: number, most: number) => {
  const columns = { tokenHash: linkTokens.tokenHash };
  const expired = on.select(columns).from(linkTokens).where(lte(linkTokens.expiresAt, now)).limit(most);
  return on.delete(linkTokens).where(inArray(linkTokens.tokenHash, expired)).returning(columns);
};
