import { and, eq, inArray, isNull, lte } from 'drizzle-orm';
import { type Database, db } from './index';
import { applicationTokens } from './schema';

export type ApplicationToken = typeof applicationTokens.$inferSelect;

export async function findApplicationToken(valueHash: string): Promise<ApplicationToken | undefined> {
  const [token] = await db().select().from(applicationTokens).where(eq(applicationTokens.valueHash, valueHash));
  return token;
}

export const insertApplicationToken = (on: Database, token: typeof applicationTokens.$inferInsert) =>
  on.insert(applicationTokens).values(token).returning({ valueHash: applicationTokens.valueHash });

/** Returns no row if it was consumed before. */
export const consumeApplicationToken = (on: Database, valueHash: string, now: number) =>
  on
    .update(applicationTokens)
    .set({ consumedAt: now })
    .where(and(eq(applicationTokens.valueHash, valueHash), isNull(applicationTokens.consumedAt)))
    .returning({ valueHash: applicationTokens.valueHash });

export const deleteApplicationToken = (on: Database, valueHash: string) =>
  on
    .delete(applicationTokens)
    .where(eq(applicationTokens.valueHash, valueHash))
    .returning({ valueHash: applicationTokens.valueHash });

export const deleteExpiredApplicationTokens = (on: Database, now: number, most: number) => {
  const columns = { valueHash: applicationTokens.valueHash };
  const expired = on.select(columns).from(applicationTokens).where(lte(applicationTokens.expiresAt, now)).limit(most);
  return on.delete(applicationTokens).where(inArray(applicationTokens.valueHash, expired)).returning(columns);
};

export const deleteApplicationTokensOf = (on: Database, applicationSessionId: string) =>
  on
    .delete(applicationTokens)
    .where(eq(applicationTokens.applicationSessionId, applicationSessionId))
    .returning({ valueHash: applicationTokens.valueHash });
