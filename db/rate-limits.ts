import { and, eq, gt, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import { type Database, db } from './index';
import { rateLimits } from './schema';

/**
 * How many tries are free, and how the wait after the others grows; all times in milliseconds. A count is forgotten
 * when there was no try for so long. One that many share may never rest, and no right answer clears it: it fades, by
 * as many tries in that time as are free.
 */
export type Limit = { free: number; firstWait: number; longestWait: number; forgetAfter: number; isShared?: boolean };

/** Counts one try, unless the wait after an earlier one is not over: then no row comes back. */
export const countAttempt = (on: Database, key: string, now: number, limit: Limit) => {
  const { attempts, lastAt } = limit.isShared ? faded(now, limit) : rested(now, limit);
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

/** How long the wait is after a number of attempts that are no longer free. */
function waitAfter(attempts: SQL | typeof rateLimits.attempts, { free, firstWait, longestWait }: Limit) {
  const doublings = least(sql`${attempts} - ${free}`, sql`20`);
  return least(sql`${big(firstWait)} * (1 << ${doublings})`, big(longestWait));
}

/** Shortens a wait that is longer than its own length, which a clock set back makes of it. */
export const capWait = (on: Database, key: string, now: number, limit: Limit) => {
  const latest = sql`${big(now)} + ${waitAfter(rateLimits.attempts, limit)}`;
  return on
    .update(rateLimits)
    .set({ blockedUntil: latest })
    .where(and(eq(rateLimits.key, key), gt(rateLimits.blockedUntil, latest)))
    .returning({ key: rateLimits.key });
};

/** What a count comes to with one more try, where it is forgotten as a whole. */
function rested(now: number, { forgetAfter }: Limit) {
  const isForgotten = lt(rateLimits.lastAt, now - forgetAfter);
  return { attempts: sql<number>`CASE WHEN ${isForgotten} THEN 1 ELSE ${rateLimits.attempts} + 1 END`, lastAt: now };
}

/** The same, where it fades: its time goes on only by what the tries took that are forgotten, so that none is lost. */
function faded(now: number, { forgetAfter, free }: Limit) {
  const fading = big(forgetAfter / free);
  const forgotten = sql`(${big(now)} - ${least(sql`${rateLimits.lastAt}`, big(now))}) / ${fading}`;
  const left = sql`${rateLimits.attempts} - CAST(${least(forgotten, sql`${rateLimits.attempts}`)} AS integer)`;
  return {
    attempts: sql<number>`(${left} + 1)`,
    lastAt: least(sql`${rateLimits.lastAt} + ${forgotten} * ${fading}`, big(now)),
  };
}

/** The smaller one; SQLite and PostgreSQL have no name for it in common. */
const least = (one: SQL, other: SQL) => sql`CASE WHEN ${one} < ${other} THEN ${one} ELSE ${other} END`;

/** A number of 64 bits: PostgreSQL takes one that nothing else tells the type of for one of 32. */
const big = (value: number) => sql`CAST(${value} AS bigint)`;

export async function findBlockedUntil(key: string): Promise<number> {
  const [row] = await db().select({ until: rateLimits.blockedUntil }).from(rateLimits).where(eq(rateLimits.key, key));
  return row?.until ?? 0;
}

/** Takes one try back that was no failure, and the wait with it. */
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

/** Touches a count without changing it. */
export const touchRateLimit = (on: Database, key: string, now: number) =>
  on.update(rateLimits).set({ lastAt: now }).where(eq(rateLimits.key, key)).returning({ key: rateLimits.key });

/** Deletes counts of which no try is younger than `lastBefore` and no wait goes on, so many at most. */
export const deleteExpiredRateLimits = (on: Database, lastBefore: number, now: number, most: number) => {
  const isLapsed = and(lt(rateLimits.lastAt, lastBefore), lte(rateLimits.blockedUntil, now));
  return on
    .delete(rateLimits)
    .where(inArray(rateLimits.key, on.select({ key: rateLimits.key }).from(rateLimits).where(isLapsed).limit(most)))
    .returning({ key: rateLimits.key });
};
