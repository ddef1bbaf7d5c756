import { and, desc, eq, inArray, lt, notInArray, sql } from 'drizzle-orm';
import { type Database, db } from './index';
import { prepared, text } from './prepared';
import { events } from './schema';

export type EventRow = typeof events.$inferSelect;
export type NewEvent = typeof events.$inferInsert;

export const insertEvent = (on: Database, event: NewEvent) =>
  on.insert(events).values(event).returning({ id: events.id });

/** Prepares a list of a user's events, newest first, without some types. */
export function eventListing(without: readonly string[]) {
  const listing = prepared((on) => {
    const isOlder = lt(events.id, sql.placeholder('before'));
    return on
      .select()
      .from(events)
      .where(and(eq(events.userId, text('userId')), isOlder, notInArray(events.type, [...without])))
      .orderBy(desc(events.id))
      .limit(sql.placeholder('most'));
  });
  return (userId: string, { before = Number.MAX_SAFE_INTEGER, most }: { before?: number; most: number }) =>
    listing().execute({ userId, before, most });
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
