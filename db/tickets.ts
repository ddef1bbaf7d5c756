import { and, eq, exists, gt, inArray, lte, or, sql } from 'drizzle-orm';
import { type Condition, type Database, db } from './index';
import { sessions, signInTickets, users } from './schema';
import { isEnabled } from './users';

type Ticket = typeof signInTickets.$inferInsert;

/** Issues a ticket if the user is enabled and the conditions hold. */
export const insertTicket = (on: Database, ticket: Ticket & { amr: string }, ...conditions: Condition[]) =>
  on
    .insert(signInTickets)
    .select(
      on
        .select({
          valueHash: sql<string>`CAST(${ticket.valueHash} AS text)`.as('value_hash'),
          needsCode: sql<boolean>`CAST(${ticket.needsCode ? 1 : 0} AS boolean)`.as('owes_code'),
          userId: users.id,
          expiresAt: sql<number>`CAST(${ticket.expiresAt} AS bigint)`.as('expires_at'),
          amr: sql<string>`CAST(${ticket.amr} AS text)`.as('amr'),
        })
        .from(users)
        .where(and(eq(users.id, ticket.userId), isEnabled(), ...conditions)),
    )
    .returning({ userId: signInTickets.userId });

const isValid = (valueHash: string, needsCode: boolean, now: number) =>
  and(eq(signInTickets.valueHash, valueHash), eq(signInTickets.needsCode, needsCode), gt(signInTickets.expiresAt, now));

export const takeTicket = (on: Database, valueHash: string, now: number) =>
  on
    .delete(signInTickets)
    .where(isValid(valueHash, false, now))
    .returning({ userId: signInTickets.userId, amr: signInTickets.amr });

type FoundTicket = Pick<Ticket, 'userId' | 'expiresAt'>;

export async function findTicket(
  valueHash: string,
  { needsCode, now }: { needsCode: boolean; now: number },
): Promise<FoundTicket | undefined> {
  const columns = { userId: signInTickets.userId, expiresAt: signInTickets.expiresAt };
  const [row] = await db()
    .select(columns)
    .from(signInTickets)
    .where(isValid(valueHash, needsCode, now));
  return row;
}

export const stillNeedsCode = (valueHash: string, now: number): Condition =>
  exists(
    db()
      .select({ userId: signInTickets.userId })
      .from(signInTickets)
      .where(isValid(valueHash, true, now)),
  );

/** A condition on a row of `users`: they are logged in somewhere, or about to be. */
export const userHasAccess = (): Condition =>
  or(
    exists(db().select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, users.id))),
    exists(db().select({ userId: signInTickets.userId }).from(signInTickets).where(eq(signInTickets.userId, users.id))),
  );

export const markTicketVerified = (on: Database, valueHash: string, verified: { expiresAt: number; amr: string }) =>
  on
    .update(signInTickets)
    .set({ needsCode: false, ...verified })
    .where(eq(signInTickets.valueHash, valueHash))
    .returning({ userId: signInTickets.userId });

export const deleteTicketsOf = (on: Database, userId: string) =>
  on.delete(signInTickets).where(eq(signInTickets.userId, userId)).returning({ userId: signInTickets.userId });

export const deleteExpiredTickets = (on: Database, now: number, most: number) => {
  const columns = { valueHash: signInTickets.valueHash };
  const expired = on.select(columns).from(signInTickets).where(lte(signInTickets.expiresAt, now)).limit(most);
  return on.delete(signInTickets).where(inArray(signInTickets.valueHash, expired)).returning(columns);
};
