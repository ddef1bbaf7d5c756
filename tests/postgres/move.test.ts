import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { closeDatabase, db, migrateDatabase, openDatabase } from '../../db';
import { avatarOf, avatarVersion } from '../../lib/avatar';
import { changeProfile } from '../../lib/profile';
import { sessionOf } from '../../lib/sessions';
import { giveCode, signIn } from '../../lib/sign-in';
import { command, ended } from '../support/command';
import { newDatabase, type TestDatabase } from '../support/database';
import { newFolder, removeFolder } from '../support/folder';
import { HERE, PASSWORD, person, sessionFor, signedIn, userNamed } from '../support/people';
import { picture } from '../support/scenes';
import { codeIn, enabled, passes, STEP, theClockStands } from '../support/two-factor';

theClockStands();

let folder: string;
let source: string;
let target: TestDatabase;

beforeEach(async () => {
  folder = newFolder();
  source = `file:${join(folder, 'portrait.db')}`;
  target = await newDatabase('template0');
  openDatabase(source);
  await migrateDatabase();
});
afterEach(async () => {
  await closeDatabase();
  await target.remove();
  removeFolder(folder);
});

const moves = (to = target.url) => ended(command('move', ['--from', source, '--to', to], source));

async function opensTarget(): Promise<void> {
  await closeDatabase();
  openDatabase(target.url);
}

test('everything is moved: people stay signed in, and everything of theirs is good', async () => {
  const bob = await person('bob', { language: 'ar', role: 'Größe “1” \u{1F600}' });
  const value = await signedIn(bob);
  await changeProfile(await sessionFor(bob), { avatar: await picture(), currentPassword: '' }, HERE);
  const { session, secret, codes } = await enabled();
  for (let n = 0; n < 450; n++) await signIn({ username: `nobody${n}@example.com`, password: 'wrong' }, HERE);
  const before = await userNamed(bob.username);
  await closeDatabase();

  const { code, err, out } = await moves();
  expect([code, out]).toEqual([0, expect.stringMatching(/^Everything is moved\./)]);
  expect(err).toContain('users: 2 rows, copied and compared\n');
  expect(err).toContain('recovery_codes: 10 rows, copied and compared\n');
  expect(err).toMatch(/^throttles: 4\d\d rows, copied and compared$/m);

  await opensTarget();
  expect(await userNamed(bob.username)).toEqual(before);
  expect((await sessionOf(value))?.user).toEqual(before);
  expect((await avatarOf(bob.id, avatarVersion(before), 64))?.type).toBe('image/webp');
  passes(STEP);
  for (const code of [codeIn(secret), codes[0] ?? '']) {
    const waiting = await signIn({ username: session.user.username, password: PASSWORD }, HERE);
    expect(waiting.ok && (await giveCode(waiting.ticket, { code }, HERE)).ok).toBe(true);
  }
});

test('events go on under new numbers', async () => {
  const alice = await person('alice');
  await closeDatabase();
  expect((await moves()).code).toBe(0);
  await opensTarget();
  await signedIn(alice);
  const events = await db().query.events.findMany({ orderBy: (events, { asc }) => asc(events.id) });
  expect(events.map(({ type }) => type)).toEqual(['account-created', 'signed-in']);
});

test('a target that is not empty is refused, and stays as it is', async () => {
  await person('alice');
  await closeDatabase();
  expect((await moves()).code).toBe(0);
  expect(await moves()).toEqual({ code: 1, out: '', err: expect.stringMatching(/^The database \S+ is not empty: /) });
  await opensTarget();
  expect(await db().query.users.findMany()).toHaveLength(1);
});

test('a source that a server uses is refused', async () => {
  await person('alice');
  expect(await moves()).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/^The database \S+ is in use\. Stop Portrait first; nothing was changed\.$/m),
  });
});

test('a row that the target cannot keep leaves the target empty, and says so', async () => {
  await person('alice');
  await closeDatabase();
  const sqlite = new Sqlite(join(folder, 'portrait.db'));
  sqlite.exec("UPDATE users SET role = 'a' || char(0) || 'b'");
  sqlite.close();
  expect(await moves()).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The users that arrived are not those/m),
  });
  await opensTarget();
  expect(await db().query.companies.findMany()).toEqual([]);
});

test.each([
  ['mysql://x/y', /^--to must be file: and a path, .+ or postgres:/],
  ['file:other.db', /^A move goes --from file:/],
  ['postgres://portrait:secret@127.0.0.1:1/x', /^The database postgres:\/\/127\.0\.0\.1:1\/x does not answer/],
])('a move to %s is refused with a sentence', async (to, sentence) => {
  await closeDatabase();
  const { code, err } = await moves(to);
  expect([code, err]).toEqual([1, expect.stringMatching(sentence)]);
  expect(err).not.toContain('secret');
});
