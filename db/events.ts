import { and, desc, eq, inArray, lt, notInArray } from 'drizzle-orm';
import { type Database, db } from './index';
import { events } from './schema';

export type EventRow = typeof events.$inferSelect;
export type NewEvent = typeof events.$inferInsert;

export const insertEvent = (on: Database, event: NewEvent) =>
  on.insert(events).values(event).returning({ id: events.id });

export async function listEvents(
  userId: string,
  { before, without = [], most }: { before?: number; without?: readonly string[]; most: number },
): Promise<EventRow[]> {
  const isOlder = before === undefined ? undefined : lt(events.id, before);
  const isWanted = without.length === 0 ? undefined : notInArray(events.type, [...without]);
  return db()
    .select()
    .from(events)
    .where(and(eq(events.userId, userId), isOlder, isWanted))
    .orderBy(desc(events.id))
    .limit(most);
}

export async function findEventOf(userId: string, id: number): Promise<EventRow | undefined> {
  const [row] = await db()
    .select()
    .from(events)
    .where(and(eq(events.userId, userId), eq(events.id, id)));
  return row;
}

export async function hasEventBefore(userId: string, type: string, before = Number.MAX_SAFE_INTEGER): Promise<boolean> {
  const isEarlier = and(eq(events.userId, userId), eq(events.type, type), lt(events.at, before));
  return (await db().select({ id: events.id }).from(events).where(isEarlier).limit(1)).length > 0;
}

export const deleteEvent = (on: Database, { userId, type, at }: Pick<EventRow, 'userId' | 'type' | 'at'>) =>
  on
    .delete(events)
    .where(and(eq(events.userId, userId), eq(events.type, type), eq(events.at, at)))
    .returning({ id: events.id });

export const deleteOldEvents = (on: Database, before: number, most: number) =>
  on
    .delete(events)
    .where(inArray(events.id, on.select({ id: events.id }).from(events).where(lt(events.at, before)).limit(most)))
    .returning({ id: events.id });

export async function findLatestEvent(userId: string, types: string[]): Promise<number | undefined> {
  const isOne = and(eq(events.userId, userId), inArray(events.type, types));
  const [latest] = await db().select({ at: events.at }).from(events).where(isOne).orderBy(desc(events.id)).limit(1);
  return latest?.at;
}
