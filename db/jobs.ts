import { gt, lte, or } from 'drizzle-orm';
import type { Database } from './index';
import { jobs } from './schema';

/**
 * Claims a periodic job for one of several processes. A last run in the future comes from a wrong clock and is ignored.
 * @param interval in milliseconds
 */
export const claimJob = (on: Database, name: string, now: number, interval: number) =>
  on
    .insert(jobs)
    .values({ name, lastAt: now })
    .onConflictDoUpdate({
      target: jobs.name,
      set: { lastAt: now },
      setWhere: or(lte(jobs.lastAt, now - interval), gt(jobs.lastAt, now)),
    })
    .returning({ name: jobs.name });
