import { asc, eq } from 'drizzle-orm';
import { type Database, db } from './index';
import { applications } from './schema';

export type Application = typeof applications.$inferSelect;

export async function hasApplications(): Promise<boolean> {
  return (await db().select({ id: applications.id }).from(applications).limit(1)).length > 0;
}

export async function findApplication(id: string): Promise<Application | undefined> {
  const [application] = await db().select().from(applications).where(eq(applications.id, id));
  return application;
}

export async function listApplications(): Promise<Application[]> {
  return db().select().from(applications).orderBy(asc(applications.name), asc(applications.id));
}

export const insertApplication = (on: Database, application: Application) =>
  on.insert(applications).values(application).returning({ id: applications.id });

export const updateApplication = (on: Database, id: string, change: Partial<Application>) =>
  on.update(applications).set(change).where(eq(applications.id, id)).returning({ id: applications.id });

/** Its sessions and tokens are deleted by foreign keys. */
export const deleteApplication = (on: Database, id: string) =>
  on.delete(applications).where(eq(applications.id, id)).returning({ id: applications.id });
