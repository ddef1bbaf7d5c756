import { and, count, desc, eq, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { prepared, text } from './prepared';
import { events, recoveryCodes, sessions, users } from './schema';
import { EXPIRY_PARAMETERS, type ExpiryLimits, isActive } from './sessions';

export type Security = {
  codesLeft: number;
  sessions: number;
  /** The newest login; both null if there was no other. */
  at: number | null;
  userAgent: string | null;
};

const userId = text('userId');

const byUser = prepared((on) => {
  const logins = alias(events, 'logins');
  const otherLogin = on
    .select({ id: logins.id })
    .from(logins)
    .where(
      and(eq(logins.userId, userId), eq(logins.type, sql`'signed-in'`), ne(logins.at, sql.placeholder('thisLogin'))),
    )
    .orderBy(desc(logins.id))
    .limit(1);
  const codesLeft = on.select({ n: count() }).from(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const active = on.select({ n: count() }).from(sessions).where(isActive(userId, EXPIRY_PARAMETERS));
  return on
    .select({
      codesLeft: sql`${codesLeft}`.mapWith(Number),
      sessions: sql`${active}`.mapWith(Number),
      at: events.at,
      userAgent: events.userAgent,
    })
    .from(users)
    .leftJoin(events, eq(events.id, otherLogin))
    .where(eq(users.id, userId));
});

/** @param thisLogin when the session was created: its own login isn't meant */
export async function findSecurity(of: { userId: string; thisLogin: number } & ExpiryLimits): Promise<Security> {
  const [row] = await byUser().execute(of);
  return row ?? { codesLeft: 0, sessions: 0, at: null, userAgent: null };
}
