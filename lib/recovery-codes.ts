import { type Database, transaction, type Write } from '../db';
import { countRecoveryCodes, deleteRecoveryCodes, insertRecoveryCodes } from '../db/recovery-codes';
import { type Session, updateSession, updateSessionsOf } from '../db/sessions';
import { now } from './adapters/clock';
import { digest, randomLegible } from './adapters/random';
import { decrypt, encrypt } from './encryption';

const CODE_COUNT = 10;

export const FEW_RECOVERY_CODES = 2;

/** New codes can be shown for this long, until the user confirms they're saved. */
const VIEW_LIFE_MS = 15 * 60_000;

export function replaceRecoveryCodes(on: Database, { id, userId }: Pick<Session, 'id' | 'userId'>): Write[] {
  const codes = Array.from({ length: CODE_COUNT }, () => randomLegible(4, 4)); // 79 random bits each
  const hashes = codes.map((code) => recoveryCodeHash(userId, code));
  return [
    deleteRecoveryCodes(on, userId),
    insertRecoveryCodes(on, userId, hashes),
    updateSessionsOf(on, userId, { shownCodes: null, shownCodesUntil: null }),
    updateSession(on, id, { shownCodes: encrypt(codes.join(' '), id), shownCodesUntil: now() + VIEW_LIFE_MS }),
  ];
}

export async function countRecoveryCodesLeft(userId: string): Promise<number> {
  return countRecoveryCodes(userId);
}

export function viewRecoveryCodes(session: Session): string[] | undefined {
  if (session.shownCodes === null || (session.shownCodesUntil ?? 0) <= now()) return undefined;
  return decrypt(session.shownCodes, session.id)?.split(' ');
}

export async function hideRecoveryCodes(session: Session): Promise<void> {
  await transaction((on) => updateSession(on, session.id, { shownCodes: null, shownCodesUntil: null }));
}

/**
 * The stored form of a code, in any spelling. A fast hash is enough for 79 random bits. It contains the owner's id, so
 * a code only works for its owner.
 */
export function recoveryCodeHash(userId: string, code: string): string {
  return digest(`${userId}:${code.toLowerCase().replace(/[\p{Pd}\s]/gu, '')}`);
}
