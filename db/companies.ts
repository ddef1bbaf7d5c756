import type { Database } from './index';
import { companies } from './schema';

export const insertCompany = (on: Database, company: typeof companies.$inferInsert) =>
  on
    .insert(companies)
    .values(company)
    .onConflictDoUpdate({ target: companies.name, set: { name: company.name } })
    .returning({ id: companies.id });
