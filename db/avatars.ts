import { and, eq } from 'drizzle-orm';
import { type Database, db, eraseDeleted } from './index';
import { avatars } from './schema';

export async function findAvatar(userId: string, version: string, size: number): Promise<Buffer | undefined> {
  const [row] = await db()
    .select({ webp: avatars.webp })
    .from(avatars)
    .where(and(eq(avatars.userId, userId), eq(avatars.version, version), eq(avatars.size, size)));
  return row?.webp;
}

export const insertAvatar = (on: Database, rows: (typeof avatars.$inferInsert)[]) =>
  on.insert(avatars).values(rows).returning({ size: avatars.size });

export function deleteAvatars(on: Database, userId: string) {
  const write = on.delete(avatars).where(eq(avatars.userId, userId)).returning({ size: avatars.size });
  return Object.assign(write, { committed: eraseDeleted });
}
