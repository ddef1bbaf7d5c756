import {
  and,
  asc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notExists,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { type Condition, type Database, db } from './index';
import { companies, users } from './schema';

export type User = typeof users.$inferSelect & { company: string };
export type NewUser = typeof users.$inferInsert;

const withCompany = () =>
  db()
    .select({ user: users, company: companies.name })
    .from(users)
    .innerJoin(companies, eq(companies.id, users.companyId));

const flat = ({ user, company }: { user: typeof users.$inferSelect; company: string }): User => ({ ...user, company });

export async function findUserByKey(usernameKey: string): Promise<User | undefined> {
  const [row] = await withCompany().where(eq(users.usernameKey, usernameKey));
  return row && flat(row);
}

export async function findUserById(id: string): Promise<User | undefined> {
  const [row] = await withCompany().where(eq(users.id, id));
  return row && flat(row);
}

/** Whether a condition on a user holds. */
export async function userMeets(id: string, condition: Condition): Promise<boolean> {
  const found = await db()
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, id), condition));
  return found.length > 0;
}

export async function listUsers(): Promise<User[]> {
  return (await withCompany().orderBy(asc(users.usernameKey))).map(flat);
}

export async function listUsernames(): Promise<Pick<User, 'id' | 'username' | 'usernameKey'>[]> {
  return db().select({ id: users.id, username: users.username, usernameKey: users.usernameKey }).from(users);
}

/** Secrets that are in use, by id. */
export async function listTotpSecrets(after: string, most: number): Promise<{ id: string; totpSecret: string }[]> {
  const found = await db()
    .select({ id: users.id, totpSecret: users.totpSecret })
    .from(users)
    .where(and(gt(users.id, after), isNotNull(users.totpConfirmedAt), isNotNull(users.totpSecret)))
    .orderBy(asc(users.id))
    .limit(most);
  return found.map(({ id, totpSecret }) => ({ id, totpSecret: totpSecret ?? '' }));
}

export const rekeyUser = (on: Database, id: string, usernameKey: string) => {
  const others = alias(users, 'others');
  const isFree = notExists(on.select({ id: others.id }).from(others).where(eq(others.usernameKey, usernameKey)));
  return on
    .update(users)
    .set({ usernameKey })
    .where(and(eq(users.id, id), isFree))
    .returning({ id: users.id });
};

export async function hasUsers(): Promise<boolean> {
  return (await db().select({ id: users.id }).from(users).limit(1)).length > 0;
}

export async function hasAdministrator(): Promise<boolean> {
  const active = and(isAdministrator(), isEnabled());
  return (await db().select({ id: users.id }).from(users).where(active).limit(1)).length > 0;
}

/** Users of an earlier release, whose role can't be searched for yet. */
export async function listWithoutRoleKey(most: number): Promise<Pick<User, 'id' | 'role'>[]> {
  return db().select({ id: users.id, role: users.role }).from(users).where(isNull(users.roleKey)).limit(most);
}

export const insertUser = (on: Database, user: Omit<NewUser, 'companyId'> & { companyId: string | SQL }) =>
  on.insert(users).values(user).returning({ id: users.id });

export const updateUser = (on: Database, id: string, change: Partial<NewUser>, ...conditions: Condition[]) =>
  on
    .update(users)
    .set(change)
    .where(and(eq(users.id, id), isEnabled(), ...conditions))
    .returning({ id: users.id });

/** The guard of a transaction that changes only other tables. A guard must update a row; this one changes no value. */
export const lockUser = (on: Database, id: string, ...conditions: Condition[]) =>
  updateUser(on, id, { id }, ...conditions);

/** Updates a user, even a disabled one, if the conditions hold: for administrators. */
export const updateAnyUser = (on: Database, id: string, change: Partial<NewUser>, ...conditions: Condition[]) =>
  on
    .update(users)
    .set(change)
    .where(and(eq(users.id, id), ...conditions))
    .returning({ id: users.id });

/** The user's other rows are deleted by foreign keys. */
export const deleteUser = (on: Database, id: string, ...conditions: Condition[]) =>
  on
    .delete(users)
    .where(and(eq(users.id, id), ...conditions))
    .returning({ id: users.id });

export const isEnabled = (): Condition => isNull(users.disabledAt);
export const isDisabled = (): Condition => isNotNull(users.disabledAt);

/** Bare, because a partial index on it is only used for exactly this condition. */
export const isAdministrator = (): SQL => sql`${users.administrator}`;

export const isActiveAdministrator = (id: string): Condition => {
  const actors = alias(users, 'actors');
  const isIt = and(eq(actors.id, id), sql`${actors.administrator}`, isNull(actors.disabledAt));
  return exists(db().select({ id: actors.id }).from(actors).where(isIt));
};

/** Whether there is an enabled administrator besides this user. */
export const keepsAnAdministrator = (): Condition => {
  const others = alias(users, 'others');
  const isOther = and(sql`${others.administrator}`, isNull(others.disabledAt), ne(others.id, users.id));
  const hasOther = exists(db().select({ id: others.id }).from(others).where(isOther));
  return or(sql`NOT ${users.administrator}`, isDisabled(), hasOther);
};

/** What must still be true where an administrator's change rested on what the account was. */
export const accountUnchanged = ({ companyId, role, language, administrator }: User): Condition =>
  and(
    eq(users.companyId, companyId),
    eq(users.role, role),
    eq(users.language, language),
    eq(users.administrator, administrator),
  );

type Shown = Partial<Pick<User, 'username' | 'pendingUsername' | 'language' | 'avatarVersion'>>;

export const differs = ({ username, pendingUsername, language, avatarVersion }: Shown): Condition =>
  or(
    username === undefined ? undefined : ne(users.username, username),
    pendingUsername ? or(isNull(users.pendingUsername), ne(users.pendingUsername, pendingUsername)) : undefined,
    language === undefined ? undefined : ne(users.language, language),
    avatarVersion === undefined ? undefined : avatarDiffers(avatarVersion),
  );

const avatarDiffers = (version: string | null) =>
  version === null ? isNotNull(users.avatarVersion) : or(isNull(users.avatarVersion), ne(users.avatarVersion, version));

export const passwordUnchanged = (passwordHash: string): Condition => eq(users.passwordHash, passwordHash);

/** What must still be true where a decision rested on the username, or on the one that waits for its link. */
export const usernameUnchanged = (username: string): Condition => eq(users.username, username);
export const pendingUsernameUnchanged = (pending: string): Condition => eq(users.pendingUsername, pending);

export const twoFactorIsOff = (): Condition => isNull(users.totpConfirmedAt);

export const secretIsPending = (totpSecret: string): Condition =>
  and(eq(users.totpSecret, totpSecret), twoFactorIsOff());
export const secretIsActive = (totpSecret: string): Condition =>
  and(eq(users.totpSecret, totpSecret), isNotNull(users.totpConfirmedAt));

/** A time step is accepted once, and only after the last accepted one (RFC 6238, section 5.2). */
export const stepIsNew = (step: number): Condition => or(isNull(users.totpLastStep), lt(users.totpLastStep, step));

export const clearExpiredEnrolments = (on: Database, startedBefore: number, off: Partial<NewUser>, most: number) => {
  const isExpired = and(twoFactorIsOff(), lte(users.totpStartedAt, startedBefore));
  return on
    .update(users)
    .set(off)
    .where(inArray(users.id, on.select({ id: users.id }).from(users).where(isExpired).limit(most)))
    .returning({ id: users.id });
};

export const setRoleKey = (on: Database, ids: string[], roleKey: string) =>
  on.update(users).set({ roleKey }).where(inArray(users.id, ids)).returning({ id: users.id });

/** Bare, like `isAdministrator`. */
export const isPending = (): SQL => sql`${users.passwordMustChange}`;
