import { and, eq, gt, inArray, lte } from 'drizzle-orm';
import type { Database } from './index';
import { shownPasswords } from './schema';

type ShownPassword = typeof shownPasswords.$inferSelect;

export const insertShownPassword = (on: Database, shown: ShownPassword) =>
  on
    .insert(shownPasswords)
    .values(shown)
    .onConflictDoUpdate({
      target: [shownPasswords.sessionId, shownPasswords.userId],
      set: { password: shown.password, expiresAt: shown.expiresAt },
    })
    .returning({ userId: shownPasswords.userId });

export const takeShownPassword = (on: Database, sessionId: string, userId: string, now: number) =>
  on
    .delete(shownPasswords)
    .where(
      and(
        eq(shownPasswords.sessionId, sessionId),
        eq(shownPasswords.userId, userId),
        gt(shownPasswords.expiresAt, now),
      ),
    )
    .returning({ password: shownPasswords.password });

export const deleteExpiredShownPasswords = (on: Database, now: number, most: number) => {
  const columns = { userId: shownPasswords.userId };
  const expired = on
    .select({ sessionId: shownPasswords.sessionId })
    .from(shownPasswords)
    .where(lte(shownPasswords.expiresAt, now))
    .limit(most);
  return on
    .delete(shownPasswords)
    .where(and(lte(shownPasswords.expiresAt, now), inArray(shownPasswords.sessionId, expired)))
    .returning(columns);
};
