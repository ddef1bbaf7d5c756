import { and, eq, exists, gt, inArray, lte, sql } from 'drizzle-orm';
import { type Condition, type Database, db } from './index';
import { signInTickets, users } from './schema';
import { isEnabled, passwordUnchanged, twoFactorIsOff } from './users';

type Ticket = typeof signInTickets.$inferInsert;

/**
 * Issues a ticket to a user who is enabled and whose password is still the one that was checked; one that owes no code,
 * only where none is owed still.
 */
export const insertTicket = (on: Database, ticket: Ticket, passwordHash: string) => {
  const owesNone = ticket.owesCode ? undefined : twoFactorIsOff();
  const isRightful = and(eq(users.id, ticket.userId), isEnabled(), passwordUnchanged(passwordHash));
  return on
    .insert(signInTickets)
    .select(
      on
        .select({
          valueHash: sql<string>`CAST(${ticket.valueHash} AS text)`.as('value_hash'),
          owesCode: sql<boolean>`CAST(${ticket.owesCode ? 1 : 0} AS boolean)`.as('owes_code'),
          userId: users.id,
          expiresAt: sql<number>`CAST(${ticket.expiresAt} AS bigint)`.as('expires_at'),
        })
        .from(users)
        .where(and(isRightful, owesNone)),
    )
    .returning({ userId: signInTickets.userId });
};

const isGood = (valueHash: string, owesCode: boolean, now: number) =>
  and(eq(signInTickets.valueHash, valueHash), eq(signInTickets.owesCode, owesCode), gt(signInTickets.expiresAt, now));

/** Takes a ticket that owes nothing and is still good: whoever gets the row has used it up. */
export const takeTicket = (on: Database, valueHash: string, now: number) =>
  on
    .delete(signInTickets)
    .where(isGood(valueHash, false, now))
    .returning({ userId: signInTickets.userId });

/** Whose ticket it is that still owes a code. */
export async function findTicketOwingCode(valueHash: string, now: number): Promise<{ userId: string } | undefined> {
  const columns = { userId: signInTickets.userId };
  const [row] = await db()
    .select(columns)
    .from(signInTickets)
    .where(isGood(valueHash, true, now));
  return row;
}

/** What must be true of the moment at which its code is accepted. */
export const stillOwesCode = (valueHash: string, now: number): Condition =>
  exists(
    db()
      .select({ userId: signInTickets.userId })
      .from(signInTickets)
      .where(isGood(valueHash, true, now)),
  );

/** Notes that the code was given: the ticket now begins a session, for a moment. */
export const settleTicket = (on: Database, valueHash: string, expiresAt: number) =>
  on
    .update(signInTickets)
    .set({ owesCode: false, expiresAt })
    .where(eq(signInTickets.valueHash, valueHash))
    .returning({ userId: signInTickets.userId });

export const deleteTicketsOf = (on: Database, userId: string) =>
  on.delete(signInTickets).where(eq(signInTickets.userId, userId)).returning({ userId: signInTickets.userId });

/** Deletes tickets that are good no more, so many at most. */
export const deleteExpiredTickets = (on: Database, now: number, most: number) => {
  const columns = { valueHash: signInTickets.valueHash };
  const lapsed = on.select(columns).from(signInTickets).where(lte(signInTickets.expiresAt, now)).limit(most);
  return on.delete(signInTickets).where(inArray(signInTickets.valueHash, lapsed)).returning(columns);
};
