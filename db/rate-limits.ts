import { and, eq, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import { type Database, db } from './index';
import { throttles } from './schema';

/**
 * How many tries are free, and how the wait after the others grows; all times in milliseconds. A count is forgotten
 * when there was no try for so long. One that many share may never rest, and no right answer clears it: it fades, by
 * as many tries in that time as are free.
 */
export type Limit = { free: number; firstWait: number; longestWait: number; forgetAfter: number; isShared?: boolean };

/** Counts one try, unless the wait after an earlier one is not over: then no row comes back. */
export const countAttempt = (on: Database, key: string, now: number, limit: Limit) => {
  const { tries, lastAt } = limit.isShared ? faded(now, limit) : rested(now, limit);
  const doublings = least(sql`${tries} - ${limit.free}`, sql`20`);
  const wait = least(sql`${big(limit.firstWait)} * (1 << ${doublings})`, big(limit.longestWait));
  return on
    .insert(throttles)
    .values({ key, tries: 1, lastAt: now, blockedUntil: 0 })
    .onConflictDoUpdate({
      target: throttles.key,
      set: {
        tries,
        lastAt,
        blockedUntil: sql`CASE WHEN ${tries} < ${limit.free} THEN 0 ELSE ${big(now)} + ${wait} END`,
      },
      setWhere: lte(throttles.blockedUntil, now),
    })
    .returning({ key: throttles.key });
};

/** What a count comes to with one more try, where it is forgotten as a whole. */
function rested(now: number, { forgetAfter }: Limit) {
  const isForgotten = lt(throttles.lastAt, now - forgetAfter);
  return { tries: sql<number>`CASE WHEN ${isForgotten} THEN 1 ELSE ${throttles.tries} + 1 END`, lastAt: now };
}

/** The same, where it fades: its time goes on only by what the tries took that are forgotten, so that none is lost. */
function faded(now: number, { forgetAfter, free }: Limit) {
  const fading = big(forgetAfter / free);
  const forgotten = sql`(${big(now)} - ${least(sql`${throttles.lastAt}`, big(now))}) / ${fading}`;
  const left = sql`${throttles.tries} - CAST(${least(forgotten, sql`${throttles.tries}`)} AS integer)`;
  return {
    tries: sql<number>`(${left} + 1)`,
    lastAt: least(sql`${throttles.lastAt} + ${forgotten} * ${fading}`, big(now)),
  };
}

/** The smaller one; SQLite and PostgreSQL have no name for it in common. */
const least = (one: SQL, other: SQL) => sql`CASE WHEN ${one} < ${other} THEN ${one} ELSE ${other} END`;

/** A number of 64 bits: PostgreSQL takes one that nothing else tells the type of for one of 32. */
const big = (value: number) => sql`CAST(${value} AS bigint)`;

export async function findBlockedUntil(key: string): Promise<number> {
  const [row] = await db().select({ until: throttles.blockedUntil }).from(throttles).where(eq(throttles.key, key));
  return row?.until ?? 0;
}

/** Takes one try back that was no failure, and the wait with it. */
export const refundAttempt = (on: Database, key: string) =>
  on
    .update(throttles)
    .set({ tries: sql`CASE WHEN ${throttles.tries} > 1 THEN ${throttles.tries} - 1 ELSE 0 END`, blockedUntil: 0 })
    .where(eq(throttles.key, key))
    .returning({ key: throttles.key });

export const deleteRateLimit = (on: Database, key: string) =>
  on.delete(throttles).where(eq(throttles.key, key)).returning({ key: throttles.key });

/** Touches a count without changing it. */
export const touchRateLimit = (on: Database, key: string, now: number) =>
  on.update(throttles).set({ lastAt: now }).where(eq(throttles.key, key)).returning({ key: throttles.key });

/** Deletes counts of which no try is younger than `lastBefore` and no wait goes on, so many at most. */
export const deleteExpiredRateLimits = (on: Database, lastBefore: number, now: number, most: number) => {
  const isLapsed = and(lt(throttles.lastAt, lastBefore), lte(throttles.blockedUntil, now));
  return on
    .delete(throttles)
    .where(inArray(throttles.key, on.select({ key: throttles.key }).from(throttles).where(isLapsed).limit(most)))
    .returning({ key: throttles.key });
};
