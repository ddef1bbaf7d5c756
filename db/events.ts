import type { Database } from './index';
import { events } from './schema';

export type NewEvent = typeof events.$inferInsert;

export const insertEvent = (on: Database, event: NewEvent) =>
  on.insert(events).values(event).returning({ id: events.id });
