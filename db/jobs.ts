import { gt, lte, or } from 'drizzle-orm';
import type { Database } from './index';
import { chores } from './schema';

/**
 * Takes on a chore that comes round every `interval` milliseconds: of many processes the one that gets the row. A last
 * time that lies ahead was written by a clock that was wrong, and does not count.
 */
export const claimJob = (on: Database, name: string, now: number, interval: number) =>
  on
    .insert(chores)
    .values({ name, lastAt: now })
    .onConflictDoUpdate({
      target: chores.name,
      set: { lastAt: now },
      setWhere: or(lte(chores.lastAt, now - interval), gt(chores.lastAt, now)),
    })
    .returning({ name: chores.name });
