import { db } from '../db';
import { insertSession } from '../db/sessions';
import { setClock } from '../lib/adapters/clock';
import { endOneSession, endOtherSessions, sessionOf, sessionsOf } from '../lib/sessions';
import { eachTestHasItsDatabase } from './support/database';
import { HERE, person, sessionFor, signedIn } from './support/people';

eachTestHasItsDatabase();

const DAY = 24 * 60 * 60_000;
const START = Date.UTC(2030, 0, 1);

const after = (elapsed: number) => setClock(() => START + elapsed);
beforeEach(() => after(0));

const eventsOf = async (userId: string) =>
  (await db().query.events.findMany()).filter((event) => event.userId === userId).map(({ type }) => type);

test('the list has this session first, then those that were used last', async () => {
  const alice = await person('alice');
  const first = await sessionFor(alice);
  after(1000);
  const second = await sessionFor(alice);
  after(2000);
  const third = await sessionFor(alice);
  await sessionFor(await person('bob'));
  const { sessions, unlisted } = await sessionsOf(first);
  expect(sessions.map(({ id }) => id)).toEqual([first.id, third.id, second.id]);
  expect(unlisted).toBe(0);
});

test('a session that has lapsed is not on the list', async () => {
  const alice = await person('alice');
  await sessionFor(alice);
  after(7 * DAY);
  const here = await sessionFor(alice);
  expect((await sessionsOf(here)).sessions.map(({ id }) => id)).toEqual([here.id]);
});

test('a list of more than a hundred says how many it leaves out, and never leaves out this one', async () => {
  const here = await sessionFor(await person('alice'));
  const row = { ...HERE, userId: here.userId, createdAt: START, lastUsedAt: START + 1 };
  for (let n = 0; n < 101; n++) await insertSession(db(), { ...row, id: `${n}`, valueHash: `${n}` });
  const { sessions, unlisted } = await sessionsOf(here);
  expect([sessions.length, sessions[0]?.id, unlisted]).toEqual([100, here.id, 2]);
});

test('ending one session ends that one alone, and is recorded once', async () => {
  const alice = await person('alice');
  const here = await sessionFor(alice);
  const [there, elsewhere] = [await signedIn(alice), await signedIn(alice)];
  const id = (await sessionOf(there))?.id as string;
  const ends = await Promise.all([endOneSession(here, id, HERE), endOneSession(here, id, HERE)]);
  expect(ends).toEqual([{ ok: true }, expect.objectContaining({ error: 'sessions.errors.endedAlready' })]);
  expect(await sessionOf(there)).toBeUndefined();
  expect(await sessionOf(elsewhere)).toBeDefined();
  expect((await eventsOf(alice.id)).filter((type) => type === 'session-ended')).toHaveLength(1);
});

test.each(['another user’s', 'an unknown', 'an empty'])('%s session is refused, and nothing happens', async (whose) => {
  const here = await sessionFor(await person('alice'));
  const bobs = await signedIn(await person('bob'));
  const bob = await sessionOf(bobs);
  const id = whose === 'another user’s' ? (bob?.id as string) : whose === 'an unknown' ? 'unknown' : '';
  const before = await eventsOf(here.userId);
  expect(await endOneSession(here, id, HERE)).toMatchObject({ ok: false, error: 'sessions.errors.endedAlready' });
  expect(await sessionOf(bobs)).toBeDefined();
  expect(await eventsOf(here.userId)).toEqual(before);
});

test('ending all others leaves this one and those of other people', async () => {
  const alice = await person('alice');
  const here = await sessionFor(alice);
  const others = [await signedIn(alice), await signedIn(alice)];
  const bobs = await signedIn(await person('bob'));
  await endOtherSessions(here, HERE);
  expect((await sessionsOf(here)).sessions.map(({ id }) => id)).toEqual([here.id]);
  for (const value of others) expect(await sessionOf(value)).toBeUndefined();
  expect(await sessionOf(bobs)).toBeDefined();
  expect((await eventsOf(alice.id)).filter((type) => type === 'sessions-ended')).toHaveLength(1);
});

test('ending all others where there are none leaves no event', async () => {
  const here = await sessionFor(await person('alice'));
  await endOtherSessions(here, HERE);
  expect(await eventsOf(here.userId)).not.toContain('sessions-ended');
});
