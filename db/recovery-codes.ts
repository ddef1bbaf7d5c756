import { and, count, eq, exists, notExists } from 'drizzle-orm';
import { type Condition, type Database, db } from './index';
import { userHasNoPasskey } from './passkeys';
import { recoveryCodes, users } from './schema';
import { twoFactorIsOff } from './users';

export async function countRecoveryCodes(userId: string): Promise<number> {
  const [row] = await db().select({ left: count() }).from(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  return row?.left ?? 0;
}

/** A condition on a row of `users`. */
export const userHasNoRecoveryCodes = (): Condition =>
  notExists(db().select({ id: recoveryCodes.userId }).from(recoveryCodes).where(eq(recoveryCodes.userId, users.id)));

export const insertRecoveryCodes = (on: Database, userId: string, hashes: string[]) =>
  on
    .insert(recoveryCodes)
    .values(hashes.map((codeHash) => ({ userId, codeHash })))
    .returning({ codeHash: recoveryCodes.codeHash });

export const takeRecoveryCode = (on: Database, userId: string, codeHash: string, condition?: Condition) =>
  on
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash), condition))
    .returning({ id: recoveryCodes.userId });

/** Deletes the codes of a user who has no second factor left to replace. */
export const deleteRecoveryCodesOfUnprotected = (on: Database, userId: string) => {
  const unprotected = and(eq(users.id, recoveryCodes.userId), twoFactorIsOff(), userHasNoPasskey());
  return on
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), exists(on.select({ id: users.id }).from(users).where(unprotected))))
    .returning({ id: recoveryCodes.userId });
};

export const deleteRecoveryCodes = (on: Database, userId: string) =>
  on.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)).returning({ id: recoveryCodes.userId });
