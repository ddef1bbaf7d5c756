import { closeDatabase, migrateDatabase, openDatabase } from '../../db';
import { ownersCounts, throttled } from '../../lib/throttle';
import { newDatabase } from '../support/database';
import { HERE, person } from '../support/people';
import { locked } from './lock';

test('what a right answer has done is not refused because its count cannot be cleared at the moment', async () => {
  const database = await newDatabase();
  openDatabase(database.url);
  await migrateDatabase();
  const user = await person('alice');
  let unlock = async () => {};
  const done = async () => {
    unlock = await locked(database.url.replace(/^file:/, ''));
    return { ok: true } as const;
  };
  const outcome = throttled(ownersCounts('code', user), { user, visitor: HERE }, done);
  await expect(outcome).resolves.toEqual({ ok: true });
  await unlock();
  await closeDatabase();
  await database.remove();
});
