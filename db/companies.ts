import { and, eq, exists, isNull, notExists, type SQL, sql } from 'drizzle-orm';
import { type Condition, type Database, db } from './index';
import { companies, users } from './schema';

export type NewCompany = typeof companies.$inferInsert;

export const insertCompany = (on: Database, company: NewCompany) =>
  on
    .insert(companies)
    .values(company)
    .onConflictDoUpdate({ target: companies.name, set: { name: company.name } })
    .returning({ id: companies.id });

export async function hasCompany(name: string): Promise<boolean> {
  return (await db().select({ id: companies.id }).from(companies).where(eq(companies.name, name))).length > 0;
}

export const companyNamed = (name: string): SQL =>
  sql`(SELECT ${companies.id} FROM ${companies} WHERE ${companies.name} = ${name})`;

export const moveToCompany = (on: Database, userId: string, name: string) =>
  on
    .update(users)
    .set({ companyId: companyNamed(name) })
    .where(eq(users.id, userId))
    .returning({ id: users.id });

/** Companies of an earlier release, which can't be searched for yet. */
export async function listWithoutNameKey(most: number): Promise<{ id: string; name: string }[]> {
  const columns = { id: companies.id, name: companies.name };
  return db().select(columns).from(companies).where(isNull(companies.nameKey)).limit(most);
}

export const setNameKey = (on: Database, id: string, nameKey: string) =>
  on.update(companies).set({ nameKey }).where(eq(companies.id, id)).returning({ id: companies.id });

export const renameCompany = (on: Database, name: string, change: Pick<NewCompany, 'name' | 'nameKey'>) =>
  on.update(companies).set(change).where(eq(companies.name, name)).returning({ id: companies.id });

/** The transaction is serializable, so no one can join the company meanwhile. */
export const deleteEmptyCompany = (on: Database, name: string) => {
  const people = on.select({ id: users.id }).from(users).where(eq(users.companyId, companies.id));
  return on
    .delete(companies)
    .where(and(eq(companies.name, name), notExists(people)))
    .returning({ id: companies.id });
};

export const companyExists = (name: string): Condition =>
  exists(db().select({ id: companies.id }).from(companies).where(eq(companies.name, name)));
