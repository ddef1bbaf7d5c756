import { db } from '../../db';

/** What was recorded, in its order: of everyone, or of one user. */
export const recordedEvents = (userId?: string) =>
  db().query.events.findMany({
    where: userId ? (events, { eq }) => eq(events.userId, userId) : undefined,
    orderBy: (events, { asc }) => asc(events.id),
  });

export const eventTypes = async (userId?: string) => (await recordedEvents(userId)).map(({ type }) => type);
