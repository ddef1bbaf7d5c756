import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lte, max, type SQL, sql } from 'drizzle-orm';
import { type Condition, type Database, db } from './index';
import { applicationSessions, applications, sessions, users } from './schema';
import type { Session } from './sessions';

export type ApplicationSession = typeof applicationSessions.$inferSelect;

type Key = { sessionId: string; applicationId: string };

const isOf = ({ sessionId, applicationId }: Key) =>
  and(eq(applicationSessions.sessionId, sessionId), eq(applicationSessions.applicationId, applicationId));

export async function findApplicationSession(key: Key): Promise<{ id: string } | undefined> {
  const [row] = await db().select({ id: applicationSessions.id }).from(applicationSessions).where(isOf(key));
  return row;
}

export type LiveApplicationSession = ApplicationSession & { session: Pick<Session, 'createdAt' | 'lastUsedAt'> };

/** With the session at Portrait that it belongs to, unless that has ended or its user is disabled. */
export async function findLiveApplicationSession(id: string): Promise<LiveApplicationSession | undefined> {
  const [row] = await db()
    .select({ row: applicationSessions, createdAt: sessions.createdAt, lastUsedAt: sessions.lastUsedAt })
    .from(applicationSessions)
    .innerJoin(sessions, eq(sessions.id, applicationSessions.sessionId))
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(applicationSessions.id, id), isNull(users.disabledAt)));
  return row && { ...row.row, session: { createdAt: row.createdAt, lastUsedAt: row.lastUsedAt } };
}

/** Begins a session at an application or marks the existing one as used, if the session at Portrait still exists. */
export const upsertApplicationSession = (
  on: Database,
  { id, sessionId, applicationId }: Key & { id: string },
  now: number,
) =>
  on
    .insert(applicationSessions)
    .select(
      on
        .select({
          id: text(id).as('id'),
          applicationId: text(applicationId).as('application_id'),
          sessionId: sessions.id,
          userId: sessions.userId,
          createdAt: large(now).as('created_at'),
          lastUsedAt: large(now).as('last_used_at'),
          dueAt: large(0).as('due_at'),
          attempts: sql<number>`0`.as('attempts'),
        })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(eq(sessions.id, sessionId), isNull(users.disabledAt))),
    )
    .onConflictDoUpdate({
      target: [applicationSessions.sessionId, applicationSessions.applicationId],
      set: { lastUsedAt: now },
    })
    .returning({ id: applicationSessions.id });

/** PostgreSQL doesn't know the types of selected parameters. */
const text = (value: string) => sql<string>`CAST(${value} AS text)`;
const large = (value: number) => sql<number>`CAST(${value} AS bigint)`;

/** Returns no row if it has ended. */
export const recordApplicationUse = (on: Database, id: string, now: number) =>
  on
    .update(applicationSessions)
    .set({ lastUsedAt: now })
    .where(and(eq(applicationSessions.id, id), isNotNull(applicationSessions.sessionId)))
    .returning({ id: applicationSessions.id });

export type UsedApplication = { id: string; name: string; lastUsedAt: number; sessions: number };

/** The applications that a user is logged in to, the last used first. */
export async function listApplicationsOf(userId: string): Promise<UsedApplication[]> {
  const lastUsedAt = max(applicationSessions.lastUsedAt);
  const found = await db()
    .select({ id: applications.id, name: applications.name, lastUsedAt, sessions: count() })
    .from(applicationSessions)
    .innerJoin(applications, eq(applications.id, applicationSessions.applicationId))
    .innerJoin(sessions, eq(sessions.id, applicationSessions.sessionId))
    .where(eq(applicationSessions.userId, userId))
    .groupBy(applications.id, applications.name)
    .orderBy(desc(lastUsedAt), asc(applications.id));
  return found.map((row) => ({ ...row, lastUsedAt: Number(row.lastUsedAt) }));
}

export const endApplicationSessions = (on: Database, userId: string, applicationId: string, condition: Condition) =>
  end(
    on,
    and(
      eq(applicationSessions.userId, userId),
      eq(applicationSessions.applicationId, applicationId),
      isNotNull(applicationSessions.sessionId),
      condition,
    ),
  );

export const endApplicationSession = (on: Database, id: string) => end(on, eq(applicationSessions.id, id));

const end = (on: Database, condition: SQL | undefined) =>
  on.update(applicationSessions).set({ sessionId: null }).where(condition).returning({ id: applicationSessions.id });

const isDue = (now: number) => and(isNull(applicationSessions.sessionId), lte(applicationSessions.dueAt, now));

export async function hasDueLogout(now: number): Promise<boolean> {
  const due = await db().select({ id: applicationSessions.id }).from(applicationSessions).where(isDue(now)).limit(1);
  return due.length > 0;
}

/** Claims the log-out that has been due longest until `until`: of several processes one gets it. */
export const claimLogout = (on: Database, now: number, until: number) => {
  const due = on.select({ id: applicationSessions.id }).from(applicationSessions).where(isDue(now));
  return on
    .update(applicationSessions)
    .set({ dueAt: until, attempts: sql`${applicationSessions.attempts} + 1` })
    .where(inArray(applicationSessions.id, due.orderBy(asc(applicationSessions.dueAt)).limit(1)))
    .returning();
};

export const postponeLogout = (on: Database, id: string, dueAt: number) =>
  on
    .update(applicationSessions)
    .set({ dueAt })
    .where(eq(applicationSessions.id, id))
    .returning({ id: applicationSessions.id });

export const deleteApplicationSession = (on: Database, id: string) =>
  on.delete(applicationSessions).where(eq(applicationSessions.id, id)).returning({ id: applicationSessions.id });
