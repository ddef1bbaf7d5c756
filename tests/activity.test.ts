import { transaction } from '../db';
import { lockUser } from '../db/users';
import { type Event, exportActivity, findActivity, isRefused, listActivity, record } from '../lib/activity';
import { log } from '../lib/adapters/log';
import english from '../messages/en.json';
import { useDatabase } from './support/database';
import { CLIENT, createPerson } from './support/people';

useDatabase();

test('refused attempts, and a password without its code, are marked, and nothing else', () => {
  const marked = Object.keys(english.activity.events).filter((type) => isRefused({ type } as Event));
  expect(marked.sort()).toEqual(['code-refused', 'password-accepted', 'password-refused', 'sign-in-refused']);
});

const happens = (userId: string, count: number) =>
  transaction(
    (on) => lockUser(on, userId),
    (on) => Array.from({ length: count }, () => record(on, { userId, type: 'signed-in', client: CLIENT })),
  );

const idsOf = (events: Event[]) => events.map(({ id }) => id);

test('activity is newest first, and each page continues where the previous one ended, even with new events', async () => {
  const alice = await createPerson('alice');
  await createPerson('bob');
  await happens(alice.id, 120);
  const newest = await listActivity(alice.id);
  expect(newest.events).toHaveLength(50);
  await happens(alice.id, 7);
  const older = await listActivity(alice.id, newest.before);
  const oldest = await listActivity(alice.id, older.before);
  const seen = idsOf([...newest.events, ...older.events, ...oldest.events]);
  expect(seen).toHaveLength(121);
  expect(seen).toEqual([...new Set(seen)].sort((one, other) => other - one));
  expect(oldest.events.at(-1)?.type).toBe('account-created');
  expect(oldest.before).toBeUndefined();
});

test.each([49, 50])(
  'with %s events before it, the page that ends the list says that nothing is older',
  async (count) => {
    const alice = await createPerson('alice');
    await happens(alice.id, count - 1);
    expect((await listActivity(alice.id)).before).toBeUndefined();
  },
);

test('an export has all of a user’s events in order, and no one else’s', async () => {
  const [alice, bob] = [await createPerson('alice'), await createPerson('bob')];
  await happens(alice.id, 600);
  await happens(bob.id, 3);
  await happens(alice.id, 600);
  const all: Event[] = [];
  for await (const piece of exportActivity(alice.id)) all.push(...piece);
  expect(all).toHaveLength(1201);
  expect(idsOf(all)).toEqual(idsOf(all).sort((one, other) => other - one));
  expect(new Set(all.map(({ userId }) => userId))).toEqual(new Set([alice.id]));
});

test('the log has a line for each committed event, and none for others', async () => {
  const alice = await createPerson('alice');
  const info = jest.spyOn(log, 'info');
  const cutOff = (): never[] => {
    throw new Error('cut off');
  };
  const failing = transaction(
    (on) => lockUser(on, alice.id),
    (on) => [
      record(on, { userId: alice.id, type: 'signed-in', client: CLIENT }),
      { all: cutOff, execute: async () => cutOff() },
    ],
  );
  await expect(failing).rejects.toThrow('cut off');
  expect(info).not.toHaveBeenCalled();
  await happens(alice.id, 1);
  expect(info.mock.calls).toEqual([[expect.objectContaining({ event: 'signed-in', user: alice.id }), 'signed-in']]);
});

test('an event of another user is not found', async () => {
  const [alice, bob] = [await createPerson('alice'), await createPerson('bob')];
  const [event] = (await listActivity(alice.id)).events;
  expect(await findActivity(alice.id, event?.id ?? 0)).toEqual(event);
  expect(await findActivity(bob.id, event?.id ?? 0)).toBeUndefined();
});

test('the security filter leaves out what says nothing about access', async () => {
  const { id: userId } = await createPerson('alice');
  const types = ['company-renamed', 'account-changed', 'language-changed', 'avatar-changed', 'avatar-removed'] as const;
  for (const type of [...types, 'signed-in'] as const)
    await transaction(
      (on) => lockUser(on, userId),
      (on) => [record(on, { userId, type, client: CLIENT })],
    );
  const { events } = await listActivity(userId, undefined, { isSecurityOnly: true });
  expect(events.map(({ type }) => type)).toEqual(['signed-in', 'account-created']);
});
