import { inArray, lt } from 'drizzle-orm';
import type { Database } from './index';
import { events } from './schema';

export type NewEvent = typeof events.$inferInsert;

export const insertEvent = (on: Database, event: NewEvent) =>
  on.insert(events).values(event).returning({ id: events.id });

/** Deletes events of before `before`, so many at most. */
export const sweepEvents = (on: Database, before: number, most: number) =>
  on
    .delete(events)
    .where(inArray(events.id, on.select({ id: events.id }).from(events).where(lt(events.at, before)).limit(most)))
    .returning({ id: events.id });
