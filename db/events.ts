import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import { type Database, db } from './index';
import { events } from './schema';

export type EventRow = typeof events.$inferSelect;
export type NewEvent = typeof events.$inferInsert;

export const insertEvent = (on: Database, event: NewEvent) =>
  on.insert(events).values(event).returning({ id: events.id });

export async function listEvents(
  userId: string,
  { before, most }: { before?: number; most: number },
): Promise<EventRow[]> {
  const isOlder = before === undefined ? undefined : lt(events.id, before);
  return db()
    .select()
    .from(events)
    .where(and(eq(events.userId, userId), isOlder))
    .orderBy(desc(events.id))
    .limit(most);
}

/** Whether something happened to a user before. */
export async function hasEventBefore(userId: string, type: string, before: number): Promise<boolean> {
  const isEarlier = and(eq(events.userId, userId), eq(events.type, type), lt(events.at, before));
  return (await db().select({ id: events.id }).from(events).where(isEarlier).limit(1)).length > 0;
}

export const deleteOldEvents = (on: Database, before: number, most: number) =>
  on
    .delete(events)
    .where(inArray(events.id, on.select({ id: events.id }).from(events).where(lt(events.at, before)).limit(most)))
    .returning({ id: events.id });

/** When something of these types last happened to a user. */
export async function findLatestEvent(userId: string, types: string[]): Promise<number | undefined> {
  const isOne = and(eq(events.userId, userId), inArray(events.type, types));
  const [latest] = await db().select({ at: events.at }).from(events).where(isOne).orderBy(desc(events.id)).limit(1);
  return latest?.at;
}
