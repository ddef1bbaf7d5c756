import { and, eq, gt, inArray, lt, lte } from 'drizzle-orm';
import { type Database, db } from './index';
import { imports } from './schema';

export type Import = typeof imports.$inferSelect;

export const insertImport = (on: Database, row: Import) => on.insert(imports).values(row).returning({ id: imports.id });

export async function findImport(id: string, userId: string, now: number): Promise<Import | undefined> {
  const isTheirs = and(eq(imports.id, id), eq(imports.userId, userId), gt(imports.expiresAt, now));
  const [row] = await db().select().from(imports).where(isTheirs);
  return row;
}

export const moveImport = (on: Database, id: string, position: number) =>
  on
    .update(imports)
    .set({ position })
    .where(and(eq(imports.id, id), lt(imports.position, position)))
    .returning({ id: imports.id });

export const deleteImport = (on: Database, id: string) =>
  on.delete(imports).where(eq(imports.id, id)).returning({ id: imports.id });

export const deleteExpiredImports = (on: Database, now: number, most: number) => {
  const expired = on.select({ id: imports.id }).from(imports).where(lte(imports.expiresAt, now)).limit(most);
  return on.delete(imports).where(inArray(imports.id, expired)).returning({ id: imports.id });
};
