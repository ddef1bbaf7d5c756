import { and, asc, count, eq, exists, isNotNull, ne, notExists, or, sql } from 'drizzle-orm';
import { type Condition, type Database, db } from './index';
import { prepared, text } from './prepared';
import { passkeys, users } from './schema';
import { isEnabled } from './users';

export type Passkey = typeof passkeys.$inferSelect;

export async function listPasskeys(userId: string): Promise<Passkey[]> {
  return db().select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.createdAt));
}

export async function findPasskey(credentialId: string): Promise<Passkey | undefined> {
  const [row] = await db().select().from(passkeys).where(eq(passkeys.credentialId, credentialId));
  return row;
}

const first = prepared((on) =>
  on
    .select({ id: passkeys.id })
    .from(passkeys)
    .where(eq(passkeys.userId, text('userId')))
    .limit(1),
);

export async function hasPasskey(userId: string): Promise<boolean> {
  return (await first().execute({ userId })).length > 0;
}

const any = prepared((on) => on.select({ id: passkeys.id }).from(passkeys).limit(1));

export async function hasAnyPasskey(): Promise<boolean> {
  return (await any().execute()).length > 0;
}

/** Passkeys of another host no longer work. */
export async function countPasskeysOfOtherHosts(rpId: string): Promise<number> {
  const [row] = await db().select({ passkeys: count() }).from(passkeys).where(ne(passkeys.rpId, rpId));
  return row?.passkeys ?? 0;
}

const ofUsers = () => db().select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, users.id));

/** Conditions on a row of `users`. */

export const userHasPasskey = () => sql<boolean>`${exists(ofUsers())}`.mapWith(Boolean);
/** Also an enrolment that isn't confirmed yet, and an app whose secret is missing. */
export const userHasTwoFactor = (): Condition =>
  or(isNotNull(users.totpSecret), isNotNull(users.totpConfirmedAt), exists(ofUsers()));
export const userHasNoPasskey = (): Condition => notExists(ofUsers());
export const userHasFewerPasskeys = (than: number): Condition =>
  sql`(SELECT count(*) FROM ${passkeys} WHERE ${passkeys.userId} = ${users.id}) < ${than}`;

export const insertPasskey = (on: Database, passkey: Passkey) =>
  on.insert(passkeys).values(passkey).returning({ id: passkeys.id });

/** Notes a use by an enabled user, once for each counter. A synced passkey's counter stays 0. */
export const recordPasskeyUse = (
  on: Database,
  { id, counter }: Passkey,
  use: Partial<Passkey>,
  condition: Condition,
) => {
  const owner = on
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, passkeys.userId), isEnabled()));
  return on
    .update(passkeys)
    .set(use)
    .where(and(eq(passkeys.id, id), eq(passkeys.counter, counter), exists(owner), condition))
    .returning({ userId: passkeys.userId });
};

const isOf = (userId: string, id: string) => and(eq(passkeys.userId, userId), eq(passkeys.id, id));

export const renamePasskeyOf = (
  on: Database,
  userId: string,
  { id, name }: Pick<Passkey, 'id' | 'name'>,
  condition: Condition,
) =>
  on
    .update(passkeys)
    .set({ name })
    .where(and(isOf(userId, id), ne(passkeys.name, name), condition))
    .returning({ id: passkeys.id });

export const deletePasskeyOf = (on: Database, userId: string, id: string, condition?: Condition) =>
  on
    .delete(passkeys)
    .where(and(isOf(userId, id), condition))
    .returning({ id: passkeys.id });

export const deletePasskeysOf = (on: Database, userId: string) =>
  on.delete(passkeys).where(eq(passkeys.userId, userId)).returning({ id: passkeys.id });
