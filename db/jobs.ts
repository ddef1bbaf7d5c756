import { gt, lte, or } from 'drizzle-orm';
import type { Database } from './index';
import { jobs } from './schema';

/**
 * Takes on a chore that comes round every `interval` milliseconds: of many processes the one that gets the row. A last
 * time that lies ahead was written by a clock that was wrong, and does not count.
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
