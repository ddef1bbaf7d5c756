import { and, eq, gt, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import { type Database, db } from './index';
import { rateLimits } from './schema';

/**
 * Times in milliseconds. The first `free` attempts don't wait. A count is forgotten `forgetAfter` the last attempt. A
 * shared count may never rest and isn't cleared by a success, so it decays instead, by `free` attempts in that time.
 */
export type Limit = { free: number; firstWait: number; longestWait: number; forgetAfter: number; isShared?: boolean };

/** Counts an attempt. Returns no row while an earlier one still blocks. */
export const countAttempt = (on: Database, key: string, now: number, limit: Limit) => {
  const { attempts, lastAt } = limit.isShared ? decayed(now, limit) : counted(now, limit);
  const wait = waitAfter(attempts, limit);
  return on
    .insert(rateLimits)
    .values({ key, attempts: 1, lastAt: now, blockedUntil: 0 })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        attempts,
        lastAt,
        blockedUntil: sql`CASE WHEN ${attempts} < ${limit.free} THEN 0 ELSE ${big(now)} + ${wait} END`,
      },
      setWhere: lte(rateLimits.blockedUntil, now),
    })
    .returning({ attempts: rateLimits.attempts });
};

function waitAfter(attempts: SQL | typeof rateLimits.attempts, { free, firstWait, longestWait }: Limit) {
  const doublings = least(sql`${attempts} - ${free}`, sql`20`);
  return least(sql`${big(firstWait)} * (1 << ${doublings})`, big(longestWait));
}

/** A wait longer than it can be means that the clock was set back. */
export const capWait = (on: Database, key: string, now: number, limit: Limit) => {
  const latest = sql`${big(now)} + ${waitAfter(rateLimits.attempts, limit)}`;
  return on
    .update(rateLimits)
    .set({ blockedUntil: latest })
    .where(and(eq(rateLimits.key, key), gt(rateLimits.blockedUntil, latest)))
    .returning({ key: rateLimits.key });
};

function counted(now: number, { forgetAfter }: Limit) {
  const isForgotten = lt(rateLimits.lastAt, now - forgetAfter);
  return { attempts: sql<number>`CASE WHEN ${isForgotten} THEN 1 ELSE ${rateLimits.attempts} + 1 END`, lastAt: now };
}

/** Decays. The time only advances by what the forgotten attempts account for. */
function decayed(now: number, { forgetAfter, free }: Limit) {
  const decayMs = big(forgetAfter / free);
  const forgotten = sql`(${big(now)} - ${least(sql`${rateLimits.lastAt}`, big(now))}) / ${decayMs}`;
  const left = sql`${rateLimits.attempts} - CAST(${least(forgotten, sql`${rateLimits.attempts}`)} AS integer)`;
  return {
    attempts: sql<number>`(${left} + 1)`,
    lastAt: least(sql`${rateLimits.lastAt} + ${forgotten} * ${decayMs}`, big(now)),
  };
}

/** SQLite and PostgreSQL have different names for this minimum. */
const least = (one: SQL, other: SQL) => sql`CASE WHEN ${one} < ${other} THEN ${one} ELSE ${other} END`;

/** PostgreSQL takes an untyped parameter for 32 bits. */
const big = (value: number) => sql`CAST(${value} AS bigint)`;

export async function findBlockedUntil(key: string): Promise<number> {
  const [row] = await db().select({ until: rateLimits.blockedUntil }).from(rateLimits).where(eq(rateLimits.key, key));
  return row?.until ?? 0;
}

/** Takes back an attempt that wasn't a failure, and its wait. */
export const refundAttempt = (on: Database, key: string) =>
  on
    .update(rateLimits)
    .set({
      attempts: sql`CASE WHEN ${rateLimits.attempts} > 1 THEN ${rateLimits.attempts} - 1 ELSE 0 END`,
      blockedUntil: 0,
    })
    .where(eq(rateLimits.key, key))
    .returning({ key: rateLimits.key });

export const deleteRateLimit = (on: Database, key: string) =>
  on.delete(rateLimits).where(eq(rateLimits.key, key)).returning({ key: rateLimits.key });

export const touchRateLimit = (on: Database, key: string, now: number) =>
  on.update(rateLimits).set({ lastAt: now }).where(eq(rateLimits.key, key)).returning({ key: rateLimits.key });

export const deleteExpiredRateLimits = (on: Database, lastBefore: number, now: number, most: number) => {
  const isExpired = and(lt(rateLimits.lastAt, lastBefore), lte(rateLimits.blockedUntil, now));
  return on
    .delete(rateLimits)
    .where(inArray(rateLimits.key, on.select({ key: rateLimits.key }).from(rateLimits).where(isExpired).limit(most)))
    .returning({ key: rateLimits.key });
};
