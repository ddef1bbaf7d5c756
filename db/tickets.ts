import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Database } from './index';
import { signInTickets, users } from './schema';

type Ticket = typeof signInTickets.$inferInsert;

/** Issues a ticket to a user who is enabled and whose password is still the one that was checked. */
export const insertTicket = (on: Database, ticket: Ticket, passwordHash: string) =>
  on
    .insert(signInTickets)
    .select(
      on
        .select({
          valueHash: sql<string>`${ticket.valueHash}`.as('value_hash'),
          userId: users.id,
          expiresAt: sql<number>`${ticket.expiresAt}`.as('expires_at'),
        })
        .from(users)
        .where(and(eq(users.id, ticket.userId), isNull(users.disabledAt), eq(users.passwordHash, passwordHash))),
    )
    .returning({ userId: signInTickets.userId });

/** Takes a ticket that is still good: whoever gets the row has used it up. */
export const takeTicket = (on: Database, valueHash: string, now: number) =>
  on
    .delete(signInTickets)
    .where(and(eq(signInTickets.valueHash, valueHash), gt(signInTickets.expiresAt, now)))
    .returning({ userId: signInTickets.userId });
