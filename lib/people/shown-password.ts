import { type Database, transaction, type Write } from '../../db';
import type { Session } from '../../db/sessions';
import {
  countShownPasswords,
  deleteShownPasswords,
  findShownPassword,
  insertShownPassword,
  listShownPasswords,
} from '../../db/shown-passwords';
import { now } from '../adapters/clock';
import { decrypt, encrypt } from '../encryption';
import type { Actor } from './act';

/** As long as the notice with which a page shows it. */
const LIFE_MS = 60_000;

/** Longer than an import takes. */
export const IMPORTED_LIFE_MS = 24 * 3_600_000;

/** Keeps a one-time password for its administrator, in that session only. The command line prints it. */
export function keepShownPassword(
  on: Database,
  { session }: Actor,
  { userId, oneTimePassword, shownMs = LIFE_MS }: { userId: string; oneTimePassword: string; shownMs?: number },
): Write[] {
  if (!session) return [];
  const password = encrypt(oneTimePassword, owner(session.id, userId));
  return [insertShownPassword(on, { sessionId: session.id, userId, password, expiresAt: now() + shownMs })];
}

export async function viewShownPassword({ id }: Session, userId: string): Promise<string | undefined> {
  const kept = await findShownPassword(id, userId, now());
  return kept && decrypt(kept, owner(id, userId));
}

/** Those of an import: one that a person's page shows expires sooner. */
const importedOnes = () => now() + LIFE_MS;

/** How many one-time passwords of this session's imports no one has seen. */
export const countUnseenPasswords = ({ id }: Session) => countShownPasswords(id, importedOnes());

/** As many as one statement may name, and as an import creates. */
const MOST_AT_ONCE = 10_000;

/** Those of imports, with their usernames, the first time. */
export async function viewAllShownPasswords({ id }: Session): Promise<[username: string, password: string][]> {
  const kept = await listShownPasswords(id, { expiringAfter: importedOnes(), most: MOST_AT_ONCE });
  const stored = kept.map(({ password }) => password);
  if (!(await transaction((on) => deleteShownPasswords(on, id, stored)))) return [];
  return kept.map(({ userId, username, password }) => [username, decrypt(password, owner(id, userId)) ?? '']);
}

const owner = (sessionId: string, userId: string) => `one-time password ${sessionId} ${userId}`;
