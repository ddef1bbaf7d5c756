import { and, eq, gt, inArray, lte } from 'drizzle-orm';
import type { Database } from './index';
import { passkeyChallenges } from './schema';

export type Challenge = typeof passkeyChallenges.$inferSelect;

export const insertChallenge = (on: Database, challenge: Challenge) =>
  on.insert(passkeyChallenges).values(challenge).returning({ challengeHash: passkeyChallenges.challengeHash });

export const deleteChallenge = (on: Database, { challengeHash, boundTo }: Omit<Challenge, 'expiresAt'>, now: number) =>
  on
    .delete(passkeyChallenges)
    .where(
      and(
        eq(passkeyChallenges.challengeHash, challengeHash),
        eq(passkeyChallenges.boundTo, boundTo),
        gt(passkeyChallenges.expiresAt, now),
      ),
    )
    .returning({ challengeHash: passkeyChallenges.challengeHash });

export const deleteExpiredChallenges = (on: Database, now: number, most: number) => {
  const columns = { challengeHash: passkeyChallenges.challengeHash };
  const expired = on.select(columns).from(passkeyChallenges).where(lte(passkeyChallenges.expiresAt, now)).limit(most);
  return on.delete(passkeyChallenges).where(inArray(passkeyChallenges.challengeHash, expired)).returning(columns);
};
