import { db } from '../db';
import { insertSession } from '../db/sessions';
import { setClock } from '../lib/adapters/clock';
import { endOneSession, endOtherSessions, findActiveSession, listUserSessions } from '../lib/sessions';
import { useDatabase } from './support/database';
import { recordedEvents } from './support/events';
import { CLIENT, createPerson, createSession, signInAs } from './support/people';

useDatabase();

const DAY = 24 * 60 * 60_000;
const START = Date.UTC(2030, 0, 1);

const after = (elapsed: number) => setClock(() => START + elapsed);
beforeEach(() => after(0));

const eventsOf = async (userId: string) => (await recordedEvents(userId)).map(({ type }) => type);

test('the list has this session first, then the last used ones', async () => {
  const alice = await createPerson('alice');
  const first = await createSession(alice);
  after(1000);
  const second = await createSession(alice);
  after(2000);
  const third = await createSession(alice);
  await createSession(await createPerson('bob'));
  const { sessions, unlisted } = await listUserSessions(first);
  expect(sessions.map(({ id }) => id)).toEqual([first.id, third.id, second.id]);
  expect(unlisted).toBe(0);
});

test('an expired session is not on the list', async () => {
  const alice = await createPerson('alice');
  await createSession(alice);
  after(7 * DAY);
  const here = await createSession(alice);
  expect((await listUserSessions(here)).sessions.map(({ id }) => id)).toEqual([here.id]);
});

test('a list of more than a hundred says how many are missing, and always has this one', async () => {
  const here = await createSession(await createPerson('alice'));
  const row = { ...CLIENT, userId: here.userId, createdAt: START, lastUsedAt: START + 1 };
  for (let n = 0; n < 101; n++) await insertSession(db(), { ...row, id: `${n}`, valueHash: `${n}` });
  const { sessions, unlisted } = await listUserSessions(here);
  expect([sessions.length, sessions[0]?.id, unlisted]).toEqual([100, here.id, 2]);
});

test('ending a session ends only that one, and is recorded once', async () => {
  const alice = await createPerson('alice');
  const here = await createSession(alice);
  const [there, elsewhere] = [await signInAs(alice), await signInAs(alice)];
  const id = (await findActiveSession(there))?.id as string;
  const ends = await Promise.all([endOneSession(here, id, CLIENT), endOneSession(here, id, CLIENT)]);
  expect(ends).toEqual([{ ok: true }, expect.objectContaining({ error: 'sessions.errors.endedAlready' })]);
  expect(await findActiveSession(there)).toBeUndefined();
  expect(await findActiveSession(elsewhere)).toBeDefined();
  expect((await eventsOf(alice.id)).filter((type) => type === 'session-ended')).toHaveLength(1);
});

test.each(['another user’s', 'an unknown', 'an empty'])('%s session is refused, and nothing happens', async (whose) => {
  const here = await createSession(await createPerson('alice'));
  const bobs = await signInAs(await createPerson('bob'));
  const bob = await findActiveSession(bobs);
  const id = whose === 'another user’s' ? (bob?.id as string) : whose === 'an unknown' ? 'unknown' : '';
  const before = await eventsOf(here.userId);
  expect(await endOneSession(here, id, CLIENT)).toMatchObject({ ok: false, error: 'sessions.errors.endedAlready' });
  expect(await findActiveSession(bobs)).toBeDefined();
  expect(await eventsOf(here.userId)).toEqual(before);
});

test('ending all others keeps this one and those of other people', async () => {
  const alice = await createPerson('alice');
  const here = await createSession(alice);
  const others = [await signInAs(alice), await signInAs(alice)];
  const bobs = await signInAs(await createPerson('bob'));
  await endOtherSessions(here, CLIENT);
  expect((await listUserSessions(here)).sessions.map(({ id }) => id)).toEqual([here.id]);
  for (const value of others) expect(await findActiveSession(value)).toBeUndefined();
  expect(await findActiveSession(bobs)).toBeDefined();
  expect((await eventsOf(alice.id)).filter((type) => type === 'sessions-ended')).toHaveLength(1);
});

test('ending all others if there are none records no event', async () => {
  const here = await createSession(await createPerson('alice'));
  await endOtherSessions(here, CLIENT);
  expect(await eventsOf(here.userId)).not.toContain('sessions-ended');
});
