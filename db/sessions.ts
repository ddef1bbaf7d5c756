import {
  and,
  between,
  count,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  notBetween,
  or,
  type Placeholder,
  type SQL,
  sql,
} from 'drizzle-orm';
import { type Condition, type Database, db } from './index';
import { prepared, text } from './prepared';
import { companies, sessions, users } from './schema';
import type { User } from './users';

export type SessionRow = typeof sessions.$inferSelect;
export type ActiveSession = Pick<SessionRow, 'id' | 'createdAt' | 'lastUsedAt' | 'address' | 'userAgent'>;
export type Session = SessionRow & { user: User };

/** A session whose value has been replaced. It only serves to recognise a duplicate form. */
export type ReplacedSession = Omit<Session, 'valueHash'> & { isReplaced: true };
export type NewSession = typeof sessions.$inferInsert;

/** A live session was last used after `lastUsed` and created after `created`; milliseconds. */
export type ExpiryLimits = { lastUsed: number; created: number };

const withUser = (on: Database) =>
  on
    .select({ session: sessions, user: users, company: companies.name })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(companies, eq(companies.id, users.companyId));

const byValue = prepared((on) => withUser(on).where(eq(sessions.valueHash, text('valueHash'))));

export async function findSession(valueHash: string): Promise<Session | undefined> {
  const [row] = await byValue().execute({ valueHash });
  if (!row || row.user.disabledAt !== null) return undefined;
  return { ...row.session, user: { ...row.user, company: row.company } };
}

/** The session of an enabled user that had this value until it was replaced, within a period. */
export async function findReplacedSession(
  previousValueHash: string,
  replaced: Period,
): Promise<ReplacedSession | undefined> {
  const isIt = and(eq(sessions.previousValueHash, previousValueHash), between(sessions.replacedAt, ...replaced));
  const [row] = await withUser(db()).where(and(isIt, isNull(users.disabledAt)));
  if (!row) return undefined;
  const { valueHash: _, ...session } = row.session;
  return { ...session, user: { ...row.user, company: row.company }, isReplaced: true };
}

export async function findSuccessor(id: string, replaced: Period): Promise<string | undefined> {
  const isIt = and(eq(sessions.id, id), between(sessions.replacedAt, ...replaced));
  const [row] = await db().select({ successor: sessions.successor }).from(sessions).where(isIt);
  return row?.successor ?? undefined;
}

/** Start and end in milliseconds. */
export type Period = [number, number];

export async function hasSession(id: string): Promise<boolean> {
  return (await db().select({ id: sessions.id }).from(sessions).where(eq(sessions.id, id))).length > 0;
}

/** Parameters of a prepared query that is run with `ExpiryLimits`. */
export const EXPIRY_PARAMETERS = { lastUsed: sql.placeholder('lastUsed'), created: sql.placeholder('created') };

const activeSessions = prepared((on) => {
  const isFirst = sql`CASE WHEN ${sessions.id} = ${text('firstId')} THEN 0 ELSE 1 END`;
  const { id, createdAt, lastUsedAt, address, userAgent } = sessions;
  return on
    .select({ id, createdAt, lastUsedAt, address, userAgent })
    .from(sessions)
    .where(isActive(text('userId'), EXPIRY_PARAMETERS))
    .orderBy(isFirst, desc(sessions.lastUsedAt))
    .limit(sql.placeholder('limit'));
});

export async function listSessions(
  userId: string,
  options: ExpiryLimits & { firstId: string; limit: number },
): Promise<ActiveSession[]> {
  return activeSessions().execute({ userId, ...options });
}

/** Also expired ones that aren't cleaned up yet. */
export async function listAllSessionsOf(userId: string): Promise<SessionRow[]> {
  return db().select().from(sessions).where(eq(sessions.userId, userId)).orderBy(desc(sessions.lastUsedAt));
}

export async function countSessions(userId: string, limits: ExpiryLimits): Promise<number> {
  const [row] = await db().select({ sessions: count() }).from(sessions).where(isActive(userId, limits));
  return row?.sessions ?? 0;
}

type Value<Kind> = Kind | SQL | Placeholder;

export const isActive = (userId: Value<string>, { lastUsed, created }: Record<keyof ExpiryLimits, Value<number>>) =>
  and(eq(sessions.userId, userId), gt(sessions.lastUsedAt, lastUsed), gt(sessions.createdAt, created));

export const sessionExists = (id: string): Condition =>
  exists(db().select({ id: sessions.id }).from(sessions).where(eq(sessions.id, id)));

export const insertSession = (on: Database, session: NewSession) =>
  on.insert(sessions).values(session).returning({ id: sessions.id });

export const updateSession = (on: Database, id: string, change: Partial<NewSession>) =>
  on.update(sessions).set(change).where(eq(sessions.id, id)).returning({ id: sessions.id });

export const updateSessionsOf = (on: Database, userId: string, change: Partial<NewSession>) =>
  on.update(sessions).set(change).where(eq(sessions.userId, userId)).returning({ id: sessions.id });

export const deleteSession = (on: Database, id: string) => deleteSessions(on, eq(sessions.id, id));

export const deleteSessionOf = (on: Database, userId: string, id: string, condition: Condition) =>
  deleteSessions(on, and(eq(sessions.userId, userId), eq(sessions.id, id), condition));

export const deleteSessionsOf = (on: Database, userId: string) => deleteSessions(on, eq(sessions.userId, userId));

export const deleteOtherSessions = (on: Database, userId: string, keptId: string, condition?: Condition) =>
  deleteSessions(on, and(eq(sessions.userId, userId), ne(sessions.id, keptId), condition));

const deleteSessions = (on: Database, condition: SQL | undefined) =>
  on.delete(sessions).where(condition).returning({ id: sessions.id });

export const deleteExpiredSessions = (on: Database, { lastUsed, created }: ExpiryLimits, most: number) => {
  const isExpired = or(lte(sessions.lastUsedAt, lastUsed), lte(sessions.createdAt, created));
  return deleteSessions(
    on,
    inArray(sessions.id, on.select({ id: sessions.id }).from(sessions).where(isExpired).limit(most)),
  );
};

export const clearExpiredCodes = (on: Database, now: number, most: number) => {
  const isExpired = lte(sessions.shownCodesUntil, now);
  return on
    .update(sessions)
    .set({ shownCodes: null, shownCodesUntil: null })
    .where(inArray(sessions.id, on.select({ id: sessions.id }).from(sessions).where(isExpired).limit(most)))
    .returning({ id: sessions.id });
};

export const clearReplacedValues = (on: Database, replaced: Period, most: number) => {
  const isOver = and(isNotNull(sessions.previousValueHash), notBetween(sessions.replacedAt, ...replaced));
  return on
    .update(sessions)
    .set({ previousValueHash: null, replacedAt: null, successor: null })
    .where(inArray(sessions.id, on.select({ id: sessions.id }).from(sessions).where(isOver).limit(most)))
    .returning({ id: sessions.id });
};
