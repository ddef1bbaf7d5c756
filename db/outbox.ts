import { and, asc, eq, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { type Database, db } from './index';
import { outbox, users } from './schema';

export type OutboxMail = typeof outbox.$inferSelect;
type NewMail = Omit<typeof outbox.$inferInsert, 'recipient'> & { recipient: string | SQL };

export const insertMail = (on: Database, mail: NewMail) => on.insert(outbox).values(mail).returning({ id: outbox.id });

/** The user's username at the moment of the write, as a recipient. */
export const usernameOf = (userId: string): SQL =>
  sql`(SELECT ${users.username} FROM ${users} WHERE ${users.id} = ${userId})`;

/** A claim further ahead than a lease was made by a wrong clock, and doesn't count. */
const isDue = (now: number, leaseMs: number) =>
  and(
    isNull(outbox.failedAt),
    lte(outbox.dueAt, now),
    or(lte(outbox.claimedUntil, now), gt(outbox.claimedUntil, now + leaseMs)),
  );

export async function hasDueMail(now: number, leaseMs: number): Promise<boolean> {
  const due = await db().select({ id: outbox.id }).from(outbox).where(isDue(now, leaseMs)).limit(1);
  return due.length > 0;
}

/** Claims the mail that has been due longest, or that of an id: of many processes one gets the row. */
export const claimMail = (on: Database, now: number, leaseMs: number, id?: string) => {
  const isWanted = id === undefined ? undefined : eq(outbox.id, id);
  const due = on
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isDue(now, leaseMs), isWanted));
  return on
    .update(outbox)
    .set({ claimedUntil: now + leaseMs, attempts: sql`${outbox.attempts} + 1` })
    .where(inArray(outbox.id, due.orderBy(asc(outbox.dueAt)).limit(1)))
    .returning();
};

export const updateMail = (on: Database, id: string, change: Partial<OutboxMail>) =>
  on.update(outbox).set(change).where(eq(outbox.id, id)).returning({ id: outbox.id });

export const deleteMail = (on: Database, id: string) =>
  on.delete(outbox).where(eq(outbox.id, id)).returning({ id: outbox.id });

/** Makes all waiting mail due now. */
export const makeAllMailDue = (on: Database, now: number) =>
  on
    .update(outbox)
    .set({ dueAt: now })
    .where(and(isNull(outbox.failedAt), gt(outbox.dueAt, now)))
    .returning({ id: outbox.id });

export async function listMailOf(
  userId: string,
): Promise<Pick<OutboxMail, 'type' | 'recipient' | 'createdAt' | 'failedAt'>[]> {
  const { type, recipient, createdAt, failedAt } = outbox;
  return db().select({ type, recipient, createdAt, failedAt }).from(outbox).where(eq(outbox.userId, userId));
}

/** Mail of one type that has not arrived, by its user. */
export async function listUndelivered(type: string): Promise<Pick<OutboxMail, 'userId' | 'lastError' | 'failedAt'>[]> {
  return db()
    .select({ userId: outbox.userId, lastError: outbox.lastError, failedAt: outbox.failedAt })
    .from(outbox)
    .where(eq(outbox.type, type));
}

export const deleteFailedMail = (on: Database, failedBefore: number, most: number) => {
  const old = on.select({ id: outbox.id }).from(outbox).where(lte(outbox.failedAt, failedBefore)).limit(most);
  return on.delete(outbox).where(inArray(outbox.id, old)).returning({ id: outbox.id });
};
