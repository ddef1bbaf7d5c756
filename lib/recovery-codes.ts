import { type Database, transaction, type Write } from '../db';
import { countRecoveryCodes, deleteRecoveryCodes, insertRecoveryCodes } from '../db/recovery-codes';
import { type Session, updateSession, updateSessionsOf } from '../db/sessions';
import { now } from './adapters/clock';
import { digest, randomLegible } from './adapters/random';
import { decrypt, encrypt } from './encryption';

const CODE_COUNT = 10;

/** So many codes left are a reason to warn. */
export const FEW_RECOVERY_CODES = 2;

/** New codes are shown again for so long, unless the user says that they are kept. Milliseconds. */
const VIEW_LIFE_MS = 15 * 60_000;

/** Gives a user ten new codes in place of any others, and lets the session see them for a while, and no other one. */
export function replaceRecoveryCodes(on: Database, { id, userId }: Session): Write[] {
  const codes = Array.from({ length: CODE_COUNT }, () => randomLegible(4, 4)); // 79 random bits each
  const hashes = codes.map((code) => recoveryCodeHash(userId, code));
  return [
    deleteRecoveryCodes(on, userId),
    insertRecoveryCodes(on, userId, hashes),
    updateSessionsOf(on, userId, { shownCodes: null, shownCodesUntil: null }),
    updateSession(on, id, { shownCodes: encrypt(codes.join(' '), id), shownCodesUntil: now() + VIEW_LIFE_MS }),
  ];
}

/** How many codes a user can still use. */
export async function countRecoveryCodesLeft(userId: string): Promise<number> {
  return countRecoveryCodes(userId);
}

/** The new codes that a session may still be shown. */
export function viewRecoveryCodes(session: Session): string[] | undefined {
  if (session.shownCodes === null || (session.shownCodesUntil ?? 0) <= now()) return undefined;
  return decrypt(session.shownCodes, session.id)?.split(' ');
}

/** Never shows the codes again: the user has kept them. */
export async function hideRecoveryCodes(session: Session): Promise<void> {
  await transaction((on) => updateSession(on, session.id, { shownCodes: null, shownCodesUntil: null }));
}

/**
 * What is stored of a code, in whatever case and with whatever dashes and spaces it was typed. A fast hash is enough:
 * 79 random bits cannot be guessed. The owner's id is in it, so that a code is its owner's only.
 */
export function recoveryCodeHash(userId: string, code: string): string {
  return digest(`${userId}:${code.toLowerCase().replace(/[\p{Pd}\s]/gu, '')}`);
}
