import { transaction } from '../../db';
import { deleteImport, findImport, type Import, insertImport, moveImport } from '../../db/imports';
import { listTakenKeys } from '../../db/people';
import type { Session } from '../../db/sessions';
import { lockUser } from '../../db/users';
import { now } from '../adapters/clock';
import { randomId } from '../adapters/random';
import { type Outcome, refuse } from '../outcome';
import { isMailOn } from '../settings';
import { usernameKey } from '../username';
import { type Actor, mayAct } from './act';
import { createUser } from './create';
import { type ImportRow, readImportFile } from './import-file';
import { IMPORTED_LIFE_MS } from './shown-password';

/** How long an uploaded list waits for its creation. */
const LIFE_MS = 24 * 3_600_000;

/** Keeps an uploaded list for review. Nothing is created. */
export async function startImport(session: Session, file: File | undefined): Promise<Outcome<{ id: string }>> {
  const read = await readImportFile(file);
  if (!read.ok) return read;
  const { userId } = session;
  const row = { id: randomId(), userId, rows: JSON.stringify(read.rows), position: 0, expiresAt: now() + LIFE_MS };
  const kept = await transaction(
    (on) => lockUser(on, userId, ...mayAct({ session })),
    (on) => [insertImport(on, row)],
  );
  return kept ? { ok: true, id: row.id } : refuse('people.errors.changedMeanwhile');
}

export type ReviewedRow = ImportRow & { exists: boolean };

type Review = { rows: ReviewedRow[]; position: number };

/** What an uploaded list would create. */
export async function reviewImport({ userId }: Session, id: string): Promise<Review | undefined> {
  const found = await findImport(id, userId, now());
  if (!found) return undefined;
  const rows = rowsOf(found);
  const taken = await takenKeys(rows);
  return {
    rows: rows.map((row) => ({ ...row, exists: !row.fault && taken.has(usernameKey(row.username)) })),
    position: found.position,
  };
}

const rowsOf = ({ rows }: Import): ImportRow[] => JSON.parse(rows);

const KEYS_PER_QUERY = 500;

async function takenKeys(rows: ImportRow[]): Promise<Set<string>> {
  const keys = rows.filter(({ fault }) => !fault).map(({ username }) => usernameKey(username));
  const taken = new Set<string>();
  for (let n = 0; n < keys.length; n += KEYS_PER_QUERY)
    for (const key of await listTakenKeys(keys.slice(n, n + KEYS_PER_QUERY))) taken.add(key);
  return taken;
}

/**
 * Creates people from an uploaded list, for as long as a request may take, and continues where the last call ended. Those
 * who exist stay as they are, so it can be repeated after a break.
 */
export async function continueImport(
  actor: Actor & { session: Session },
  id: string,
  mostMs: number,
): Promise<Outcome<{ isFinished: boolean }>> {
  const found = await findImport(id, actor.session.userId, now());
  if (!found) return refuse('people.errors.importGone');
  const rows = rowsOf(found);
  const until = performance.now() + mostMs;
  let { position } = found;
  for (; position < rows.length && performance.now() < until; position += 1) {
    const row = rows[position] as ImportRow;
    const created = row.fault
      ? undefined
      : await createUser(row, actor, { invites: isMailOn(), shownMs: IMPORTED_LIFE_MS });
    if (created?.ok === false && created.error !== 'profile.errors.usernameTaken') return created;
  }
  const isFinished = position >= rows.length;
  await transaction((on) => (isFinished ? deleteImport(on, id) : moveImport(on, id, position)));
  return { ok: true, isFinished };
}
