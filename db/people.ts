import { and, asc, eq, exists, gt, gte, inArray, lt, not, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { companyNamed } from './companies';
import { type Condition, db } from './index';
import { userHasPasskey } from './passkeys';
import { companies, users } from './schema';
import { isAdministrator, isDisabled, isEnabled, isPending } from './users';

export type PersonState = 'active' | 'pending' | 'disabled' | 'administrators';

/** Every query here is served by an index, also with a million users: see tests/sqlite/people-list.test.ts. */
export type PeopleFilter = { state?: PersonState; company?: string };

const columns = () => ({
  id: users.id,
  username: users.username,
  usernameKey: users.usernameKey,
  role: users.role,
  roleKey: users.roleKey,
  companyId: users.companyId,
  company: companies.name,
  companyKey: companies.nameKey,
  avatarVersion: users.avatarVersion,
  administrator: users.administrator,
  passwordMustChange: users.passwordMustChange,
  disabledAt: users.disabledAt,
  lastSeenAt: users.lastSeenAt,
  totpConfirmedAt: users.totpConfirmedAt,
  hasPasskey: userHasPasskey(),
});

const select = () => db().select(columns()).from(users).innerJoin(companies, eq(companies.id, users.companyId));

export type ListedPerson = Awaited<ReturnType<typeof select>>[number];

const STATES: Record<PersonState, () => Condition> = {
  active: () => and(isEnabled(), not(isPending())),
  pending: () => and(isPending(), isEnabled()),
  disabled: isDisabled,
  administrators: isAdministrator,
};

/**
 * These states are rare, and have an index of their own. An expression keeps the query planner from taking the index of
 * a large company or a common role instead.
 */
const isRare = (state: PersonState | undefined) => state !== undefined && state !== 'active';
const asExpression = (column: SQLWrapper, { state }: PeopleFilter): SQL =>
  isRare(state) ? sql`(${column} || '')` : sql`${column}`;

const matches = (filter: PeopleFilter): Condition =>
  and(
    filter.state && STATES[filter.state](),
    filter.company === undefined ? undefined : eq(asExpression(users.companyId, filter), companyNamed(filter.company)),
  );

/** No text contains the last code point. */
const startsWith = (key: SQLWrapper, prefix: string): SQL =>
  sql`(${key} >= ${prefix} AND ${key} < ${`${prefix}\u{10FFFF}`})`;

/** People by username. @param after the username key that the page before ended with */
export async function listByUsername(
  filter: PeopleFilter,
  { prefix, after, most }: { prefix: string; after?: string; most: number },
): Promise<ListedPerson[]> {
  const isInRange = and(
    prefix === '' ? undefined : startsWith(users.usernameKey, prefix),
    after === undefined ? undefined : gt(users.usernameKey, after),
  );
  return select()
    .where(and(matches(filter), isInRange))
    .orderBy(asc(users.usernameKey))
    .limit(most);
}

/** People by role and then username, without those whose username or company has the prefix. */
export async function listByRole(
  filter: PeopleFilter,
  { prefix, after, most }: { prefix: string; after?: [roleKey: string, usernameKey: string]; most: number },
): Promise<ListedPerson[]> {
  const isLater = after && sql`(${users.roleKey}, ${users.usernameKey}) > (${after[0]}, ${after[1]})`;
  const isNew = and(
    not(startsWith(users.usernameKey, prefix)),
    filter.company === undefined ? not(startsWith(companies.nameKey, prefix)) : undefined,
  );
  return select()
    .where(and(startsWith(asExpression(users.roleKey, filter), prefix), isLater, matches(filter), isNew))
    .orderBy(asc(asExpression(users.roleKey, filter)), asc(users.usernameKey))
    .limit(most);
}

export type ListedCompany = { id: string; name: string; nameKey: string };

/** Companies that `listOfCompany` finds people of, by name. @param from the company that the page before ended in */
export async function listCompanies(
  filter: PeopleFilter,
  { prefix, from, most }: { prefix: string; from?: [nameKey: string, id: string]; most: number },
): Promise<ListedCompany[]> {
  const people = db().select({ companyId: users.companyId }).from(users);
  const isFound = and(matches(filter), not(startsWith(users.usernameKey, prefix)));
  const hasPeople = isRare(filter.state)
    ? inArray(companies.id, people.where(isFound))
    : exists(people.where(and(eq(users.companyId, companies.id), isFound)));
  const isLater = from && sql`(${companies.nameKey}, ${companies.id}) >= (${from[0]}, ${from[1]})`;
  const found = await db()
    .select({ id: companies.id, name: companies.name, nameKey: companies.nameKey })
    .from(companies)
    .where(and(startsWith(companies.nameKey, prefix), isLater, hasPeople))
    .orderBy(asc(companies.nameKey), asc(companies.id))
    .limit(most);
  return found as ListedCompany[];
}

/** People of one company by username, without those whose username has the prefix. */
export async function listOfCompany(
  filter: PeopleFilter,
  { companyId, prefix, after, most }: { companyId: string; prefix: string; after?: string; most: number },
): Promise<ListedPerson[]> {
  const isNew = or(lt(users.usernameKey, prefix), gte(users.usernameKey, `${prefix}\u{10FFFF}`));
  const isLater = after === undefined ? undefined : gt(users.usernameKey, after);
  return select()
    .where(and(eq(asExpression(users.companyId, filter), companyId), isLater, matches(filter), isNew))
    .orderBy(asc(users.usernameKey))
    .limit(most);
}

export async function listTakenKeys(usernameKeys: string[]): Promise<string[]> {
  const columns = { usernameKey: users.usernameKey };
  return (await db().select(columns).from(users).where(inArray(users.usernameKey, usernameKeys))).map(
    ({ usernameKey }) => usernameKey,
  );
}
