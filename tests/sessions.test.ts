import { db } from '../db';
import type { Session } from '../db/sessions';
import { findUserById } from '../db/users';
import { setClock } from '../lib/adapters/clock';
import { beginSession, findActiveSession, listSessionsOf, signOut } from '../lib/sessions';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { recordedEvents } from './support/events';
import { CLIENT, changeUser, createPerson, disableUser, enableUser, PASSWORD, signInAs } from './support/people';

useDatabase();

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Sets the clock to this long after the start of every test. */
const after = (elapsed: number) => setClock(() => Date.UTC(2030, 0, 1) + elapsed);
beforeEach(() => after(0));

const isAlive = async (value: string) => (await findActiveSession(value)) !== undefined;

const lastUsed = async () => (await db().query.sessions.findFirst())?.lastUsedAt;

test('a session records who logged in, when and from where', async () => {
  const alice = await createPerson('alice');
  const at = Date.UTC(2030, 0, 1);
  const session = await findActiveSession(await signInAs(alice));
  expect(session).toMatchObject({ user: { ...alice, lastSeenAt: at }, createdAt: at, lastUsedAt: at, ...CLIENT });
});

test('neither an unknown value nor a stored hash has a session', async () => {
  const value = await signInAs(await createPerson('alice'));
  const { valueHash, id } = (await findActiveSession(value)) as Session;
  for (const other of ['', 'x', value.slice(1), `${value} `, valueHash, id]) expect(await isAlive(other)).toBe(false);
});

test('an unused session ends after seven days', async () => {
  const value = await signInAs(await createPerson('alice'));
  after(7 * DAY);
  expect(await isAlive(value)).toBe(false);
});

test('a session that has expired stays over when the clock is set back', async () => {
  const value = await signInAs(await createPerson('alice'));
  after(7 * DAY);
  expect(await isAlive(value)).toBe(false);
  after(6 * DAY);
  expect(await isAlive(value)).toBe(false);
});

test('a session that is used in time lasts another seven days', async () => {
  const value = await signInAs(await createPerson('alice'));
  after(7 * DAY - 1);
  expect(await isAlive(value)).toBe(true);
  after(14 * DAY - 2);
  expect(await isAlive(value)).toBe(true);
  after(21 * DAY - 2);
  expect(await isAlive(value)).toBe(false);
});

test('a session ends after thirty days, however much it is used', async () => {
  const value = await signInAs(await createPerson('alice'));
  for (const elapsed of [6 * DAY, 12 * DAY, 18 * DAY, 24 * DAY, 30 * DAY - 1]) {
    after(elapsed);
    expect(await isAlive(value)).toBe(true);
  }
  after(30 * DAY);
  expect(await isAlive(value)).toBe(false);
});

test('"last used" is written at most every five minutes', async () => {
  const value = await signInAs(await createPerson('alice'));
  const start = (await lastUsed()) as number;
  after(5 * MINUTE - 1);
  await findActiveSession(value);
  expect(await lastUsed()).toBe(start);
  after(5 * MINUTE);
  await findActiveSession(value);
  expect(await lastUsed()).toBe(start + 5 * MINUTE);
  after(10 * MINUTE - 1);
  await findActiveSession(value);
  expect(await lastUsed()).toBe(start + 5 * MINUTE);
});

test('a user is last seen when a session is used, not when it began', async () => {
  const { id } = await createPerson('alice');
  const value = await signInAs({ username: 'alice@example.com' });
  after(5 * MINUTE);
  await findActiveSession(value);
  expect((await findUserById(id))?.lastSeenAt).toBe(Date.UTC(2030, 0, 1) + 5 * MINUTE);
});

test('logging out ends only that session, and is recorded once', async () => {
  const alice = await createPerson('alice');
  const here = await signInAs(alice);
  const elsewhere = await signInAs(alice);
  const session = (await findActiveSession(here)) as Session;
  await Promise.all([signOut(session, CLIENT), signOut(session, CLIENT)]);
  expect(await isAlive(here)).toBe(false);
  expect(await isAlive(elsewhere)).toBe(true);
  const events = await recordedEvents();
  expect(events.filter(({ type }) => type === 'signed-out')).toEqual([
    expect.objectContaining({ userId: alice.id, ...CLIENT }),
  ]);
});

test('an administrator sees the ten sessions that were used last, and how many more there are', async () => {
  const alice = await createPerson('alice');
  for (let n = 0; n < 12; n++) {
    after(n * MINUTE);
    await signInAs(alice);
  }
  const { sessions, unlisted } = await listSessionsOf(alice.id);
  const minutes = sessions.map(({ lastUsedAt }) => (lastUsedAt - Date.UTC(2030, 0, 1)) / MINUTE);
  expect([minutes, unlisted]).toEqual([[11, 10, 9, 8, 7, 6, 5, 4, 3, 2], 2]);
});

test('the sessions of a disabled user end at once, and enabling restores none', async () => {
  const alice = await createPerson('alice');
  const value = await signInAs(alice);
  const bobs = await signInAs(await createPerson('bob'));
  await disableUser(alice.username);
  expect(await isAlive(value)).toBe(false);
  await enableUser(alice.username);
  expect(await isAlive(value)).toBe(false);
  expect(await isAlive(bobs)).toBe(true);
});

test('a sign-in that was under way when its user was disabled gets no session', async () => {
  const alice = await createPerson('alice');
  const underWay = await signIn({ username: alice.username, password: PASSWORD }, CLIENT);
  if (!underWay.ok) throw new Error(underWay.error);
  await disableUser(alice.username);
  expect(await beginSession(underWay.ticket, CLIENT)).toBeUndefined();
});

test('a session that began just as its user was disabled opens nothing', async () => {
  const alice = await createPerson('alice');
  const value = await signInAs(alice);
  await changeUser(alice, { disabledAt: 1 });
  expect(await isAlive(value)).toBe(false);
});
