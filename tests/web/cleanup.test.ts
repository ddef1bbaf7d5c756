import { closeDatabase, db, migrateDatabase, openDatabase, transaction } from '../../db';
import { insertSession } from '../../db/sessions';
import { command, waitForExit } from '../support/command';
import { newDatabase } from '../support/database';
import { createPerson } from '../support/people';
import { launchServer } from '../support/server';
import { until } from '../support/until';

const sessionIds = async () => (await db().query.sessions.findMany()).map(({ id }) => id).sort();

test('a server deletes what has expired and keeps the rest; a command deletes nothing', async () => {
  const database = await newDatabase();
  openDatabase(database.url);
  await migrateDatabase();
  const { id: userId } = await createPerson('alice');
  const session = { userId, createdAt: Date.now(), address: '', userAgent: '' };
  for (const [id, lastUsedAt] of [
    ['active', Date.now()],
    ['expired', 0],
  ] as const)
    await transaction((on) => insertSession(on, { ...session, id, valueHash: id, lastUsedAt }));
  expect(await waitForExit(command('user', ['list'], database.url))).toMatchObject({ code: 0 });
  expect(await sessionIds()).toEqual(['active', 'expired']);
  expect(await db().query.jobs.findMany()).toEqual([]);
  await closeDatabase();

  const portrait = await launchServer({ WEB_CONCURRENCY: '2' }, { database });
  await until(async () => !(await sessionIds()).includes('expired'));
  expect(await sessionIds()).toEqual(['active']);
  expect(await db().query.jobs.findMany()).toHaveLength(1);
  await portrait.stop();
});
