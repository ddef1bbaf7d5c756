import { and, asc, count, eq, gt, inArray, lte } from 'drizzle-orm';
import { type Database, db } from './index';
import { shownPasswords, users } from './schema';

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

export async function findShownPassword(sessionId: string, userId: string, now: number): Promise<string | undefined> {
  const [row] = await db()
    .select({ password: shownPasswords.password })
    .from(shownPasswords)
    .where(
      and(
        eq(shownPasswords.sessionId, sessionId),
        eq(shownPasswords.userId, userId),
        gt(shownPasswords.expiresAt, now),
      ),
    );
  return row?.password;
}

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

const isKept = (sessionId: string, expiringAfter: number) =>
  and(eq(shownPasswords.sessionId, sessionId), gt(shownPasswords.expiresAt, expiringAfter));

export async function countShownPasswords(sessionId: string, expiringAfter: number): Promise<number> {
  const [row] = await db().select({ kept: count() }).from(shownPasswords).where(isKept(sessionId, expiringAfter));
  return row?.kept ?? 0;
}

/** With the usernames that they are for. */
export async function listShownPasswords(
  sessionId: string,
  { expiringAfter, most }: { expiringAfter: number; most: number },
): Promise<{ userId: string; username: string; password: string }[]> {
  return db()
    .select({ userId: users.id, username: users.username, password: shownPasswords.password })
    .from(shownPasswords)
    .innerJoin(users, eq(users.id, shownPasswords.userId))
    .where(isKept(sessionId, expiringAfter))
    .orderBy(asc(users.usernameKey))
    .limit(most);
}

/** Leaves those that were made since they were listed. @param passwords as they are stored */
export const deleteShownPasswords = (on: Database, sessionId: string, passwords: string[]) =>
  on
    .delete(shownPasswords)
    .where(and(eq(shownPasswords.sessionId, sessionId), inArray(shownPasswords.password, passwords)))
    .returning({ userId: shownPasswords.userId });
