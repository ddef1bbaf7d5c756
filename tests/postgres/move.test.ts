import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { closeDatabase, db, migrateDatabase, openDatabase } from '../../db';
import { rateLimits } from '../../db/schema';
import { avatarVersion, findUserAvatar } from '../../lib/avatar';
import { changeProfile } from '../../lib/profile';
import { findActiveSession } from '../../lib/sessions';
import { signIn, verifySignInCode } from '../../lib/sign-in';
import { command, waitForExit } from '../support/command';
import { newDatabase, type TestDatabase } from '../support/database';
import { newFolder, removeFolder } from '../support/folder';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from '../support/people';
import { picture } from '../support/scenes';
import { advanceClock, enableTwoFactor, freezeClock, STEP, totpCode } from '../support/two-factor';

freezeClock();

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

const moves = (to = target.url) => waitForExit(command('move', ['--from', source, '--to', to], source));

async function opensTarget(): Promise<void> {
  await closeDatabase();
  openDatabase(target.url);
}

test('a move keeps sessions, avatars, secrets and recovery codes', async () => {
  const bob = await createPerson('bob', { language: 'ar', role: 'Größe “1” \u{1F600}' });
  const value = await signInAs(bob);
  await changeProfile(await createSession(bob), { avatar: await picture(), currentPassword: '' }, CLIENT);
  const { session, secret, codes } = await enableTwoFactor();
  const counts = Array.from({ length: 450 }, (_, n) => ({ key: `${n}`, attempts: 1, lastAt: 0, blockedUntil: 0 }));
  await db().insert(rateLimits).values(counts);
  const before = await findUser(bob.username);
  await closeDatabase();

  const { code, err, out } = await moves();
  expect([code, out]).toEqual([0, expect.stringMatching(/^Everything is moved\./)]);
  expect(err).toContain('users: 2 rows, copied and compared\n');
  expect(err).toContain('recovery_codes: 10 rows, copied and compared\n');
  expect(err).toMatch(/^rate_limits: 4\d\d rows, copied and compared$/m);

  await opensTarget();
  expect(await findUser(bob.username)).toEqual(before);
  expect((await findActiveSession(value))?.user).toEqual({ ...before, lastSeenAt: expect.any(Number) });
  expect((await findUserAvatar(bob.id, avatarVersion(before), 64))?.type).toBe('image/webp');
  advanceClock(STEP);
  for (const code of [totpCode(secret), codes[0] ?? '']) {
    const waiting = await signIn({ username: session.user.username, password: PASSWORD }, CLIENT);
    expect(waiting.ok && (await verifySignInCode(waiting.ticket, { code }, CLIENT)).ok).toBe(true);
  }
});

test('events continue with new ids after a move', async () => {
  const alice = await createPerson('alice');
  await closeDatabase();
  expect((await moves()).code).toBe(0);
  await opensTarget();
  await signInAs(alice);
  const events = await db().query.events.findMany({ orderBy: (events, { asc }) => asc(events.id) });
  expect(events.map(({ type }) => type)).toEqual(['account-created', 'signed-in']);
});

test("a target that isn't empty is refused and stays unchanged", async () => {
  await createPerson('alice');
  await closeDatabase();
  expect((await moves()).code).toBe(0);
  expect(await moves()).toEqual({ code: 1, out: '', err: expect.stringMatching(/^The database \S+ is not empty: /) });
  await opensTarget();
  expect(await db().query.users.findMany()).toHaveLength(1);
});

test('a source in use by a server is refused', async () => {
  await createPerson('alice');
  expect(await moves()).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/^The database \S+ is in use\. Stop Portrait first; nothing was changed\.$/m),
  });
});

test("a move with a row that the target can't store says so and leaves the target empty", async () => {
  await createPerson('alice');
  await closeDatabase();
  const sqlite = new Sqlite(join(folder, 'portrait.db'));
  sqlite.exec("UPDATE users SET role = 'a' || char(0) || 'b'");
  sqlite.close();
  expect(await moves()).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The users that arrived differ from those/m),
  });
  await opensTarget();
  expect(await db().query.companies.findMany()).toEqual([]);
});

test.each([
  ['mysql://x/y', /^--to must be file: and a path, .+ or postgres:/],
  ['file:other.db', /^Use --from file:/],
  ['postgres://portrait:secret@127.0.0.1:1/x', /^The database postgres:\/\/127\.0\.0\.1:1\/x does not answer/],
])('a move to %s is refused with a reason', async (to, sentence) => {
  await closeDatabase();
  const { code, err } = await moves(to);
  expect([code, err]).toEqual([1, expect.stringMatching(sentence)]);
  expect(err).not.toContain('secret');
});
