import { transaction } from '../../db';
import { listWithoutNameKey, setNameKey } from '../../db/companies';
import { listWithoutRoleKey, setRoleKey } from '../../db/users';
import { nameKey } from './create';

/** A transaction blocks the whole process on SQLite. */
const STEP = 500;

/** Fills in the keys by which companies and roles of an earlier release are searched for. */
export async function fillSearchKeys(): Promise<void> {
  for (let found = await listWithoutNameKey(STEP); found.length > 0; found = await listWithoutNameKey(STEP))
    for (const { id, name } of found) await transaction((on) => setNameKey(on, id, nameKey(name)));
  for (let found = await listWithoutRoleKey(STEP); found.length > 0; found = await listWithoutRoleKey(STEP))
    for (const role of new Set(found.map(({ role }) => role))) {
      const ids = found.filter((user) => user.role === role).map(({ id }) => id);
      await transaction((on) => setRoleKey(on, ids, nameKey(role)));
    }
}
