import { and, desc, eq, exists, gt, inArray, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import { type Condition, type Database, db } from './index';
import { prepared } from './prepared';
import { companies, sessions, users } from './schema';
import type { User } from './users';

export type SessionRow = typeof sessions.$inferSelect;
export type Session = SessionRow & { user: User };
export type NewSession = typeof sessions.$inferInsert;

/** An active session was used after `lastUsed` and begun after `created`; milliseconds. */
export type ExpiryLimits = { lastUsed: number; created: number };

const byValue = prepared((on) =>
  on
    .select({ session: sessions, user: users, company: companies.name })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(companies, eq(companies.id, users.companyId))
    .where(eq(sessions.valueHash, sql.placeholder('valueHash'))),
);

/** The session of an enabled user, expired or not. */
export async function findSession(valueHash: string): Promise<Session | undefined> {
  const [row] = await byValue().execute({ valueHash });
  if (!row || row.user.disabledAt !== null) return undefined;
  return { ...row.session, user: { ...row.user, company: row.company } };
}

/** Whether a session exists, even under a new value. */
export async function hasSession(id: string): Promise<boolean> {
  return (await db().select({ id: sessions.id }).from(sessions).where(eq(sessions.id, id))).length > 0;
}

/** A user's sessions, last used first. */
export async function listSessions(userId: string, limits: ExpiryLimits): Promise<SessionRow[]> {
  const ofUser = and(eq(sessions.userId, userId), isActive(limits));
  return db().select().from(sessions).where(ofUser).orderBy(desc(sessions.lastUsedAt));
}

const isActive = ({ lastUsed, created }: ExpiryLimits) =>
  and(gt(sessions.lastUsedAt, lastUsed), gt(sessions.createdAt, created));

/** For a change that must not be made once its session has ended. */
export const sessionExists = (id: string): Condition =>
  exists(db().select({ id: sessions.id }).from(sessions).where(eq(sessions.id, id)));

export const insertSession = (on: Database, session: NewSession) =>
  on.insert(sessions).values(session).returning({ id: sessions.id });

export const updateSession = (on: Database, id: string, change: Partial<NewSession>) =>
  on.update(sessions).set(change).where(eq(sessions.id, id)).returning({ id: sessions.id });

export const updateSessionsOf = (on: Database, userId: string, change: Partial<NewSession>) =>
  on.update(sessions).set(change).where(eq(sessions.userId, userId)).returning({ id: sessions.id });

export const deleteSession = (on: Database, id: string) => deleteSessions(on, eq(sessions.id, id));

/** Ends a session only if it is that user's. */
export const deleteSessionOf = (on: Database, userId: string, id: string) =>
  deleteSessions(on, and(eq(sessions.userId, userId), eq(sessions.id, id)));

export const deleteSessionsOf = (on: Database, userId: string) => deleteSessions(on, eq(sessions.userId, userId));

/** Ends all sessions of a user but one. */
export const deleteOtherSessions = (on: Database, userId: string, keptId: string) =>
  deleteSessions(on, and(eq(sessions.userId, userId), ne(sessions.id, keptId)));

const deleteSessions = (on: Database, condition: SQL | undefined) =>
  on.delete(sessions).where(condition).returning({ id: sessions.id });

/** Deletes at most `most` expired sessions. */
export const deleteExpiredSessions = (on: Database, { lastUsed, created }: ExpiryLimits, most: number) => {
  const isExpired = or(lte(sessions.lastUsedAt, lastUsed), lte(sessions.createdAt, created));
  return deleteSessions(
    on,
    inArray(sessions.id, on.select({ id: sessions.id }).from(sessions).where(isExpired).limit(most)),
  );
};

/** Deletes shown recovery codes whose time is over, of at most `most` sessions. */
export const clearExpiredCodes = (on: Database, now: number, most: number) => {
  const isExpired = lte(sessions.shownCodesUntil, now);
  return on
    .update(sessions)
    .set({ shownCodes: null, shownCodesUntil: null })
    .where(inArray(sessions.id, on.select({ id: sessions.id }).from(sessions).where(isExpired).limit(most)))
    .returning({ id: sessions.id });
};
