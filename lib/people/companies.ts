import { isUniqueViolation, transaction } from '../../db';
import { companyExists, deleteEmptyCompany, hasCompany, renameCompany as renameCompanyRow } from '../../db/companies';
import type { Session } from '../../db/sessions';
import { lockUser } from '../../db/users';
import { record } from '../activity';
import type { Client } from '../client';
import { type Outcome, refuse } from '../outcome';
import { mayAct } from './act';
import { nameKey, validateAccount } from './create';

/** Its people stay in it. The name of a company without people can be reused. */
export async function renameCompany(
  session: Session,
  { company, name }: { company: string; name: string },
  client: Client,
): Promise<Outcome<{ name: string; isChanged: boolean }>> {
  const validated = validateAccount({ company: name });
  if (!validated.ok) return { ...validated, field: 'name' };
  const wanted = validated.account.company;
  const { userId } = session;
  if (wanted === company) return { ok: true, name: wanted, isChanged: false };
  const conditions = [companyExists(company), ...mayAct({ session })];
  try {
    const renamed = await transaction(
      (on) => lockUser(on, userId, ...conditions),
      (on) => [
        deleteEmptyCompany(on, wanted),
        renameCompanyRow(on, company, { name: wanted, nameKey: nameKey(wanted) }),
        record(on, { userId, type: 'company-renamed', client, subject: `${company} → ${wanted}` }),
      ],
    );
    // The second copy of a form that is sent twice finds the new name.
    const isRenamed = renamed || ((await hasCompany(wanted)) && !(await hasCompany(company)));
    return isRenamed ? { ok: true, name: wanted, isChanged: true } : refuse('people.errors.companyGone');
  } catch (error) {
    if (isUniqueViolation(error)) return refuse('people.errors.companyTaken', 'name');
    throw error;
  }
}
