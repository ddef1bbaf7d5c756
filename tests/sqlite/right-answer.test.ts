import { closeDatabase, migrateDatabase, openDatabase } from '../../db';
import { rateLimited, reauthLimits } from '../../lib/rate-limit';
import { newDatabase } from '../support/database';
import { CLIENT, createPerson } from '../support/people';
import { locked } from './lock';

test("a right answer takes effect although its count can't be cleared at the moment", async () => {
  const database = await newDatabase();
  openDatabase(database.url);
  await migrateDatabase();
  const user = await createPerson('alice');
  let unlock = async () => {};
  const done = async () => {
    unlock = await locked(database.url.replace(/^file:/, ''));
    return { ok: true } as const;
  };
  const outcome = rateLimited(reauthLimits('code', user), { user, client: CLIENT }, done);
  await expect(outcome).resolves.toEqual({ ok: true });
  await unlock();
  await closeDatabase();
  await database.remove();
});
