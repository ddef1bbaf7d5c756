import { closeDatabase, db, migrateDatabase, openDatabase } from '../db';
import { avatarVersion, findUserAvatar } from '../lib/avatar';
import { verifyDeviceCookie } from '../lib/device-cookie';
import { findActiveSession } from '../lib/sessions';
import { signIn, verifySignInCode } from '../lib/sign-in';
import { newDatabase, type TestDatabase } from './support/database';
import { recordedEvents } from './support/events';
import { CLIENT, findUser, PASSWORD } from './support/people';
import { createRelease, RELEASE } from './support/release';
import { advanceClock, canSignInWithCode, freezeClock, STEP, totpCode } from './support/two-factor';

freezeClock();

const { secrets, rows } = RELEASE;
const BOB = 'bob@example.com';
const ALICE = 'alice@example.com';

let database: TestDatabase;
beforeEach(async () => {
  database = await newDatabase('template0');
  await createRelease(database.url);
  openDatabase(database.url);
  await migrateDatabase();
  advanceClock(STEP);
});
afterEach(async () => {
  await closeDatabase();
  await database.remove();
});

test('the database of release 0.1 keeps every row', async () => {
  const { query } = db();
  const kept = {
    companies: await query.companies.findMany(),
    users: await query.users.findMany(),
    sessions: await query.sessions.findMany(),
    sign_in_tickets: await query.signInTickets.findMany(),
    recovery_codes: await query.recoveryCodes.findMany(),
    avatars: await query.avatars.findMany(),
    events: await recordedEvents(),
    throttles: await query.rateLimits.findMany(),
    chores: await query.jobs.findMany(),
  };
  const counted = (tables: Record<string, unknown[]>) =>
    Object.fromEntries(Object.entries(tables).map(([name, { length }]) => [name, length]));
  expect(counted(kept)).toEqual(counted(rows));
});

test('people of release 0.1 stay logged in, with their avatar and in a browser that is still known', async () => {
  const bob = await findUser(BOB);
  expect((await findActiveSession(secrets.session))?.user).toEqual({ ...bob, lastSeenAt: expect.any(Number) });
  expect(bob).toMatchObject({ company: 'Acme', role: 'Größe “1” \u{1F600}', language: 'ar' });
  expect((await findUserAvatar(bob.id, avatarVersion(bob), 512))?.type).toBe('image/webp');
  expect(verifyDeviceCookie(bob.id, secrets.deviceCookie)).toEqual(expect.any(String));
});

test('people of release 0.1 log in with their password, their authenticator and their recovery codes', async () => {
  advanceClock(STEP);
  expect(await verifySignInCode(secrets.ticket, { code: totpCode(secrets.totp) }, CLIENT)).toMatchObject({ ok: true });
  expect(await canSignInWithCode(ALICE, secrets.codes[0])).toBe(true);
});

test('failures that release 0.1 counted are still counted', async () => {
  const outcome = await signIn({ username: BOB, password: PASSWORD }, CLIENT);
  expect(outcome).toMatchObject({ ok: false, error: 'sign-in.errors.tooManySeconds' });
});
