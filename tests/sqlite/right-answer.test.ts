import { closeDatabase, migrateDatabase, openDatabase } from '../../db';
import { refuse } from '../../lib/outcome';
import { rateLimited, reauthLimits } from '../../lib/rate-limit';
import { newDatabase } from '../support/database';
import { CLIENT, createPerson } from '../support/people';
import { locked } from './lock';

test("a right answer takes effect although its count can't be cleared", async () => {
  const database = await newDatabase();
  openDatabase(database.url);
  await migrateDatabase();
  const user = await createPerson('alice');
  let unlock = async () => {};
  const done = async () => {
    unlock = await locked(database.url.replace(/^file:/, ''));
    return {};
  };
  const outcome = rateLimited({
    limits: reauthLimits('code', user),
    user,
    client: CLIENT,
    check: done,
    refusal: () => refuse('two-factor.errors.codeWrong'),
    onFailure: () => [],
  });
  await expect(outcome).resolves.toEqual({ ok: true });
  await unlock();
  await closeDatabase();
  await database.remove();
});
