import { setImmediate } from 'node:timers/promises';
import { db } from '../db';
import { imports } from '../db/schema';
import { runCleanup } from '../lib/cleanup';
import { resetPassword, setUser } from '../lib/people';
import { BY_COMMAND_LINE } from '../lib/people/act';
import { continueImport, reviewImport, startImport } from '../lib/people/import';
import { countUnseenPasswords, viewAllShownPasswords } from '../lib/people/shown-password';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { recordedEvents } from './support/events';
import { CLIENT, createPerson, createSession, findUser } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

useDatabase();
freezeClock();

const file = (content: string) => new File([content], 'people.csv');

async function started(content: string) {
  const session = await createSession(await createPerson('admin', { administrator: true }));
  const outcome = await startImport(session, file(content));
  if (!outcome.ok) throw new Error(outcome.error);
  return { session, actor: { session, client: CLIENT }, id: outcome.id };
}

const LIST = 'Admin@Example.com,Acme\nada@example.com,Acme,Chief,de\nwrong,Acme\nbob@example.com,New';

test('a review creates nothing and says who exists', async () => {
  const { session, id } = await started(LIST);
  const review = await reviewImport(session, id);
  expect(review?.rows.map(({ exists, fault }) => [exists, fault !== undefined])).toEqual([
    [true, false],
    [false, false],
    [false, true],
    [false, false],
  ]);
  expect(await db().query.users.findMany()).toHaveLength(1);
});

test('a review of a long list says who exists down to its end', async () => {
  const people = Array.from({ length: 1100 }, (_, n) => `person${n}@example.com,Acme`);
  const { session, id } = await started([...people, 'admin@example.com,Acme'].join('\n'));
  const review = await reviewImport(session, id);
  expect(review?.rows.filter(({ exists }) => exists).map(({ number }) => number)).toEqual([1101]);
});

test('an import creates who is new, in steps, and hands out their one-time passwords once', async () => {
  const { session, actor, id } = await started(LIST);
  const before = await findUser('admin@example.com');
  expect(await continueImport(actor, id, 0)).toMatchObject({ ok: true, isFinished: false });
  expect((await reviewImport(session, id))?.position).toBe(0);
  expect(await continueImport(actor, id, 60_000)).toMatchObject({ ok: true, isFinished: true });
  expect(await findUser('ada@example.com')).toMatchObject({ role: 'Chief', language: 'de', passwordMustChange: true });
  expect(await findUser('bob@example.com')).toMatchObject({ company: 'New', role: 'Member', language: 'en' });
  expect(await findUser('admin@example.com')).toEqual(before);
  const passwords = await viewAllShownPasswords(session);
  expect(passwords.map(([username]) => username)).toEqual(['ada@example.com', 'bob@example.com']);
  for (const [username, password] of passwords)
    expect(await signIn({ username, password }, CLIENT)).toMatchObject({ ok: true });
  expect(await viewAllShownPasswords(session)).toEqual([]);
  expect(await continueImport(actor, id, 60_000)).toMatchObject({ ok: false, error: 'people.errors.importGone' });
});

test('one-time passwords of an import are counted without another of the session, and stay when it expires', async () => {
  const { session, actor, id } = await started(LIST);
  const carol = await createPerson('carol');
  await continueImport(actor, id, 60_000);
  await resetPassword(carol, actor);
  expect(await countUnseenPasswords(session)).toBe(2);
  advanceClock(60_000);
  await runCleanup();
  expect(await db().query.shownPasswords.findMany()).toHaveLength(2);
  expect((await viewAllShownPasswords(session)).map(([username]) => username)).toEqual([
    'ada@example.com',
    'bob@example.com',
  ]);
});

test('one-time passwords that are made while others are handed out are kept for the next time', async () => {
  const rows = Array.from({ length: 30 }, (_, n) => `p${n}@example.com,Acme`).join('\n');
  const { session, actor, id } = await started(rows);
  let isOver = false;
  const importing = continueImport(actor, id, 60_000).finally(() => {
    isOver = true;
  });
  const given: string[] = [];
  const take = async () => given.push(...(await viewAllShownPasswords(session)).map(([username]) => username));
  for (; !isOver; await setImmediate()) await take();
  expect(await importing).toMatchObject({ ok: true, isFinished: true });
  await take();
  expect(new Set(given).size).toBe(30);
  expect(given).toHaveLength(30);
});

test('an import that is sent twice at once creates each person once', async () => {
  const rows = Array.from({ length: 30 }, (_, n) => `p${n}@example.com,Acme`).join('\n');
  const { actor, id } = await started(rows);
  await Promise.all([continueImport(actor, id, 60_000), continueImport(actor, id, 60_000)]);
  const created = (await recordedEvents()).filter(({ type, subject }) => type === 'account-created' && subject);
  expect([(await db().query.users.findMany()).length, created.length]).toEqual([31, 30]);
});

test('an import stops when its administrator no longer is one, and no one else can go on with it', async () => {
  const { session, actor, id } = await started(LIST);
  const other = await createSession(await createPerson('other', { administrator: true }));
  expect(await reviewImport(other, id)).toBeUndefined();
  expect(await continueImport({ session: other, client: CLIENT }, id, 60_000)).toMatchObject({ ok: false });
  await setUser({ id: session.userId }, BY_COMMAND_LINE, { administrator: false });
  expect(await continueImport(actor, id, 60_000)).toMatchObject({ ok: false });
  expect(await startImport(session, file(LIST))).toMatchObject({ ok: false });
  expect(await db().query.users.findMany()).toHaveLength(2);
});

test('a list that was left is forgotten after a day', async () => {
  const { session, id } = await started(LIST);
  advanceClock(24 * 3_600_000 - 1);
  expect(await reviewImport(session, id)).toBeDefined();
  advanceClock(1);
  expect(await reviewImport(session, id)).toBeUndefined();
  await runCleanup();
  expect(await db().select().from(imports)).toEqual([]);
});
