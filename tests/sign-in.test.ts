import bcrypt from 'bcryptjs';
import { eq } from 'drizzle-orm';
import { db } from '../db';
import { signInTickets, users } from '../db/schema';
import { setClock } from '../lib/adapters/clock';
import { beginSession, findActiveSession } from '../lib/sessions';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { recordedEvents } from './support/events';
import { CLIENT, createPerson, disableUser, findUser, PASSWORD, signInAs } from './support/people';

useDatabase();

const WRONG = { ok: false, error: 'sign-in.errors.wrong', field: 'password', values: undefined };

test('the right password gets a ticket that starts one session', async () => {
  const alice = await createPerson('alice');
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  const value = await beginSession(outcome.ticket, CLIENT);
  expect((await findActiveSession(value as string))?.user.id).toBe(alice.id);
  expect(await beginSession(outcome.ticket, CLIENT)).toBeUndefined();
});

test('only one of fifty requests with one ticket starts a session', async () => {
  const alice = await createPerson('alice');
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  const begun = await Promise.all(Array.from({ length: 50 }, () => beginSession(outcome.ticket, CLIENT)));
  expect(begun.filter(Boolean)).toHaveLength(1);
});

test('a ticket is valid for a minute', async () => {
  const alice = await createPerson('alice');
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  setClock(() => Date.now() + 61_000);
  expect(await beginSession(outcome.ticket, CLIENT)).toBeUndefined();
});

test.each([
  ['', PASSWORD, 'sign-in.errors.usernameMissing'],
  [' \t', PASSWORD, 'sign-in.errors.usernameMissing'],
  ['alice@example.com', '', 'sign-in.errors.passwordMissing'],
])(
  'the username %j and the password %j are refused as empty, and are no attempt',
  async (username, password, error) => {
    await createPerson('alice');
    const before = await recordedEvents();
    expect(await signIn({ username, password }, CLIENT)).toMatchObject({ ok: false, error });
    expect([await recordedEvents(), await db().query.rateLimits.findMany()]).toEqual([before, []]);
  },
);

test('wrong password, unknown username, disabled user and overlong input get the same refusal', async () => {
  const alice = await createPerson('alice');
  const bob = await createPerson('bob');
  await disableUser(bob.username);
  expect(await signIn({ username: alice.username, password: 'something else' }, CLIENT)).toEqual(WRONG);
  expect(await signIn({ username: 'nobody@example.com', password: PASSWORD }, CLIENT)).toEqual(WRONG);
  expect(await signIn({ username: bob.username, password: PASSWORD }, CLIENT)).toEqual(WRONG);
  expect(await signIn({ username: 'a'.repeat(10_000), password: 'b'.repeat(10_000) }, CLIENT)).toEqual(WRONG);
});

test.each(['ALICE@EXAMPLE.COM', '  alice@example.com\t', 'ａｌｉｃｅ@example.com'])(
  '%j names alice too',
  async (username) => {
    await createPerson('alice');
    expect(await signIn({ username, password: PASSWORD }, CLIENT)).toMatchObject({ ok: true });
  },
);

test.each(['straße', 'STRASSE', 'STRAẞE', 'straẞe'])('%s also means strasse', async (name) => {
  await createPerson('strasse');
  expect(await signIn({ username: `${name}@example.com`, password: PASSWORD }, CLIENT)).toMatchObject({ ok: true });
});

test('the whole password counts, beyond the 72 bytes that bcrypt reads', async () => {
  const long = 'correct horse battery staple '.repeat(6);
  await createPerson('alice', { password: `${long}1` });
  expect(await signIn({ username: 'alice@example.com', password: `${long}2` }, CLIENT)).toEqual(WRONG);
  expect(await signIn({ username: 'alice@example.com', password: `${long}1` }, CLIENT)).toMatchObject({ ok: true });
});

test('a password typed in another Unicode form is the same password', async () => {
  await createPerson('alice', { password: 'Zoë drinks café crème'.normalize('NFD') });
  const outcome = await signIn(
    { username: 'alice@example.com', password: 'Zoë drinks café crème'.normalize('NFC') },
    CLIENT,
  );
  expect(outcome.ok).toBe(true);
});

test('a plain bcrypt hash from another system is accepted, and replaced by our own', async () => {
  const alice = await createPerson('alice');
  await db()
    .update(users)
    .set({ passwordHash: await bcrypt.hash('imported', 4) })
    .where(eq(users.id, alice.id));
  await signInAs(alice, 'imported');
  expect((await findUser(alice.username)).passwordHash).toMatch(/^hmac-sha384:\$2b\$/);
  await signInAs(alice, 'imported');
});

test('a hash of a lower cost, or from another system, takes as much work to refuse as an unknown user', async () => {
  const { BCRYPT_COST } = process.env;
  const [alice, bob] = [await createPerson('alice'), await createPerson('bob')];
  await db()
    .update(users)
    .set({ passwordHash: await bcrypt.hash('imported', 7) })
    .where(eq(users.id, bob.id));
  process.env.BCRYPT_COST = '9';
  const worksOnce = async (username: string) => {
    const before = process.cpuUsage();
    expect(await signIn({ username, password: 'wrong' }, CLIENT)).toEqual(WRONG);
    return process.cpuUsage(before).user;
  };
  /** The least of three: other threads of this process work, too. */
  const works = async (username: string) =>
    Math.min(await worksOnce(username), await worksOnce(username), await worksOnce(username));
  const nobodys = await works('nobody@example.com');
  for (const { username } of [alice, bob]) expect((await works(username)) / nobodys).toBeGreaterThan(0.6);
  process.env.BCRYPT_COST = BCRYPT_COST;
});

test('no secret is readable in the database file', async () => {
  const alice = await createPerson('alice');
  const value = await signInAs(alice);
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, CLIENT);
  if (!outcome.ok) throw new Error(outcome.error);
  const everything = JSON.stringify([
    await db().select().from(users),
    await db().query.sessions.findMany(),
    await db().select().from(signInTickets),
  ]);
  for (const secret of [PASSWORD, value, outcome.ticket]) expect(everything).not.toContain(secret);
});

test('a login replaces a hash of a lower cost', async () => {
  const { username } = await createPerson('alice');
  const { BCRYPT_COST } = process.env;
  process.env.BCRYPT_COST = '5';
  await signInAs({ username });
  process.env.BCRYPT_COST = BCRYPT_COST;
  expect((await findUser(username)).passwordHash).toMatch(/^hmac-sha384:\$2b\$05\$/);
});
