import { sql } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { type Database, db } from '../../db';
import { Browser } from '../support/browser';
import { createPerson, PASSWORD } from '../support/people';
import { startOwnServer } from '../support/server';

const portrait = startOwnServer();

test('a sign-in whose ticket expired in the meantime starts over and says so', async () => {
  const { id, username } = await createPerson('petra');
  const isHers = sql.raw(`NEW.user_id = '${id}'`);
  const worthless = sql`UPDATE sign_in_tickets SET expires_at = 0 WHERE value_hash = NEW.value_hash`;
  const petra = await new Browser(portrait().url).opens('/en/sessions');
  (db() as Database & Pick<BetterSQLite3Database, 'run'>).run(
    sql`CREATE TRIGGER overtake AFTER INSERT ON sign_in_tickets WHEN ${isHers} BEGIN ${worthless}; END`,
  );
  await petra.submits('sign-in', { username, password: PASSWORD });
  expect([petra.path, petra.alert]).toEqual(['/en/sign-in?next=%2Fen%2Fsessions', expect.stringMatching(/again/)]);
});
