import { setImmediate } from 'node:timers/promises';
import { type Database, db, transaction, type Write } from '../db';
import { deleteOldEvents } from '../db/events';
import { events } from '../db/schema';
import { insertSession, updateSession } from '../db/sessions';
import { insertTicket } from '../db/tickets';
import { type User, updateUser } from '../db/users';
import { record } from '../lib/activity';
import { setClock } from '../lib/adapters/clock';
import { runCleanup } from '../lib/cleanup';
import { signIn } from '../lib/sign-in';
import { twoFactorState } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { CLIENT, createPerson, createSession, findUser, PASSWORD } from './support/people';

useDatabase();

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.UTC(2030, 0, 1);

const after = (elapsed: number) => setClock(() => START + elapsed);
beforeEach(() => after(0));

const write = (statement: (on: Database) => Write) => transaction(statement);

const newSession = ({ id: userId }: User, name: string, change: object = {}) => ({
  id: name,
  valueHash: name,
  userId,
  createdAt: START,
  lastUsedAt: START,
  address: '',
  userAgent: '',
  ...change,
});

const names = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();

test('deletes sessions that expired, idle or old, and keeps the others', async () => {
  const alice = await createPerson('alice');
  for (const [name, change] of Object.entries({
    idle: {},
    old: { createdAt: START - 24 * DAY, lastUsedAt: START + 6 * DAY },
    used: { lastUsedAt: START + 1 },
    'from a clock that ran ahead': { createdAt: START + 30 * DAY, lastUsedAt: START + 30 * DAY },
  }))
    await write((on) => insertSession(on, newSession(alice, name, change)));
  after(7 * DAY);
  await runCleanup();
  expect(names(await db().query.sessions.findMany())).toEqual(['from a clock that ran ahead', 'used']);
});

test('deletes shown recovery codes when they expire, and keeps the session', async () => {
  const session = await createSession(await createPerson('alice'));
  const shown = (until: number) => ({ shownCodes: 'sealed', shownCodesUntil: START + until });
  await write((on) => updateSession(on, session.id, shown(15 * MINUTE)));
  await write((on) => insertSession(on, newSession(session.user, 'later', shown(15 * MINUTE + 1))));
  after(15 * MINUTE);
  await runCleanup();
  const codes = (await db().query.sessions.findMany()).map(({ id, shownCodes }) => [id, shownCodes]);
  expect(Object.fromEntries(codes)).toEqual({ [session.id]: null, later: 'sealed' });
});

test('deletes expired sign-in tickets', async () => {
  const alice = await createPerson('alice');
  for (const [valueHash, life] of [
    ['expired', 10 * MINUTE],
    ['valid', 10 * MINUTE + 1],
  ] as const) {
    const ticket = { valueHash, userId: alice.id, needsCode: true, expiresAt: START + life, amr: 'pwd' };
    await write((on) => insertTicket(on, ticket));
  }
  after(10 * MINUTE);
  await runCleanup();
  expect((await db().query.signInTickets.findMany()).map(({ valueHash }) => valueHash)).toEqual(['valid']);
});

test('deletes pending secrets after 15 minutes, and confirmed ones never', async () => {
  const people = { expired: {}, young: { totpStartedAt: START + 1 }, on: { totpConfirmedAt: START } };
  for (const [name, change] of Object.entries(people)) {
    const { id } = await createPerson(name);
    await write((on) => updateUser(on, id, { totpSecret: 'sealed', totpStartedAt: START, ...change }));
  }
  after(15 * MINUTE);
  await runCleanup();
  const found = await Promise.all(Object.keys(people).map((name) => findUser(`${name}@example.com`)));
  expect(found.map(({ totpSecret }) => totpSecret)).toEqual([null, 'sealed', 'sealed']);
  expect(found.map(twoFactorState)).toEqual(['off', 'pending', 'on']);
});

test('deletes counts of failures after a day without an attempt, unless they still block', async () => {
  await signIn({ username: 'nobody@example.com', password: 'wrong' }, CLIENT);
  after(DAY);
  await runCleanup();
  expect(await db().query.rateLimits.findMany()).toHaveLength(2);
  after(DAY + MINUTE);
  await runCleanup();
  expect(await db().query.rateLimits.findMany()).toHaveLength(0);
});

test('deletes events after 400 days', async () => {
  const { id } = await createPerson('alice');
  after(1);
  await write((on) => record(on, { userId: id, type: 'signed-in', client: CLIENT }));
  after(400 * DAY + 1);
  await runCleanup();
  expect(await eventTypes()).toEqual(['signed-in']);
});

test('only one of several simultaneous cleanups runs, and the next one a minute later', async () => {
  const { id } = await createPerson('alice');
  const expire = () => write((on) => insertSession(on, newSession({ id } as User, 'expired', { lastUsedAt: 0 })));
  await expire();
  await Promise.all([runCleanup(), runCleanup(), runCleanup()]);
  await expire();
  after(MINUTE - 1);
  await runCleanup();
  expect(await db().query.sessions.findMany()).toHaveLength(1);
  after(MINUTE);
  await runCleanup();
  expect(await db().query.sessions.findMany()).toHaveLength(0);
});

test("a clock that was set back an hour doesn't stop the cleanup", async () => {
  await runCleanup();
  const { id } = await createPerson('alice');
  await write((on) => insertSession(on, newSession({ id } as User, 'expired', { lastUsedAt: 0 })));
  after(-60 * MINUTE);
  await runCleanup();
  expect(await db().query.sessions.findMany()).toHaveLength(0);
});

test('a cleanup takes small steps, between which others read and write', async () => {
  const { id: userId, username } = await createPerson('alice');
  const old = { userId, type: 'signed-in', at: START, address: '', userAgent: '' };
  await db()
    .insert(events)
    .values(Array.from({ length: 1000 }, () => old));
  after(401 * DAY);
  expect(await deleteOldEvents(db(), START + DAY, 50)).toHaveLength(50);
  const left = async () => (await db().query.events.findMany({ columns: { id: true } })).length;
  let isDone = false;
  const cleaned = runCleanup().finally(() => {
    isDone = true;
  });
  const seen = new Set<number>();
  while (!isDone) {
    seen.add(await left());
    await setImmediate();
  }
  await cleaned;
  expect([...seen].filter((count) => count > 0 && count < 950)).not.toEqual([]);
  expect((await signIn({ username, password: PASSWORD }, CLIENT)).ok).toBe(true);
  expect(await left()).toBe(0);
});
