import { and, desc, eq, isNull, lte } from 'drizzle-orm';
import { type Database, db } from './index';
import { signingKeys } from './schema';

export type SigningKey = typeof signingKeys.$inferSelect;

/** The newest first, so that it signs. */
export async function listSigningKeys(): Promise<SigningKey[]> {
  return db().select().from(signingKeys).orderBy(desc(signingKeys.createdAt), desc(signingKeys.id));
}

/** Returns no row if another process has made a key of this algorithm meanwhile. */
export const insertSigningKey = (on: Database, key: typeof signingKeys.$inferInsert) =>
  on.insert(signingKeys).values(key).onConflictDoNothing().returning({ id: signingKeys.id });

export const retireSigningKeys = (on: Database, now: number) =>
  on.update(signingKeys).set({ retiredAt: now }).where(isNull(signingKeys.retiredAt)).returning({ id: signingKeys.id });

/** Returns no row if the key has changed meanwhile. */
export const replaceSigningKey = (on: Database, id: string, { from, to }: { from: string; to: string }) =>
  on
    .update(signingKeys)
    .set({ jwk: to })
    .where(and(eq(signingKeys.id, id), eq(signingKeys.jwk, from)))
    .returning({ id: signingKeys.id });

export const deleteRetiredSigningKeys = (on: Database, retiredBefore: number) =>
  on.delete(signingKeys).where(lte(signingKeys.retiredAt, retiredBefore)).returning({ id: signingKeys.id });
