import bcrypt from 'bcryptjs';
import { eq } from 'drizzle-orm';
import { db } from '../db';
import { signInTickets, users } from '../db/schema';
import { setClock } from '../lib/adapters/clock';
import { beginSession, sessionOf } from '../lib/sessions';
import { signIn } from '../lib/sign-in';
import { disableUser } from '../lib/users';
import { eachTestHasItsDatabase } from './support/database';
import { HERE, PASSWORD, person, signedIn, userNamed } from './support/people';

eachTestHasItsDatabase();

const WRONG = { ok: false, error: 'sign-in.errors.wrong', field: 'password', values: undefined };

test('the right password gives a ticket that begins one session', async () => {
  const alice = await person('alice');
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, HERE);
  if (!outcome.ok) throw new Error(outcome.error);
  const value = await beginSession(outcome.ticket, HERE);
  expect((await sessionOf(value as string))?.user.id).toBe(alice.id);
  expect(await beginSession(outcome.ticket, HERE)).toBeUndefined();
});

test('of fifty requests with one ticket one begins a session', async () => {
  const alice = await person('alice');
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, HERE);
  if (!outcome.ok) throw new Error(outcome.error);
  const begun = await Promise.all(Array.from({ length: 50 }, () => beginSession(outcome.ticket, HERE)));
  expect(begun.filter(Boolean)).toHaveLength(1);
});

test('a ticket is good for a minute', async () => {
  const alice = await person('alice');
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, HERE);
  if (!outcome.ok) throw new Error(outcome.error);
  setClock(() => Date.now() + 61_000);
  expect(await beginSession(outcome.ticket, HERE)).toBeUndefined();
});

test('wrong password, unknown username, disabled user and over-long input get one and the same refusal', async () => {
  const alice = await person('alice');
  const bob = await person('bob');
  await disableUser(bob.username);
  expect(await signIn({ username: alice.username, password: 'something else' }, HERE)).toEqual(WRONG);
  expect(await signIn({ username: 'nobody@example.com', password: PASSWORD }, HERE)).toEqual(WRONG);
  expect(await signIn({ username: bob.username, password: PASSWORD }, HERE)).toEqual(WRONG);
  expect(await signIn({ username: 'a'.repeat(10_000), password: 'b'.repeat(10_000) }, HERE)).toEqual(WRONG);
  expect(await signIn({ username: '', password: '' }, HERE)).toEqual(WRONG);
});

test.each(['ALICE@EXAMPLE.COM', '  alice@example.com\t', 'ａｌｉｃｅ@example.com'])(
  '%j names alice too',
  async (username) => {
    await person('alice');
    expect(await signIn({ username, password: PASSWORD }, HERE)).toMatchObject({ ok: true });
  },
);

test.each(['straße', 'STRASSE', 'STRAẞE', 'straẞe'])('%s names who is called strasse too', async (name) => {
  await person('strasse');
  expect(await signIn({ username: `${name}@example.com`, password: PASSWORD }, HERE)).toMatchObject({ ok: true });
});

test('a password counts whole, beyond the 72 bytes that bcrypt reads', async () => {
  const long = 'correct horse battery staple '.repeat(6);
  await person('alice', { password: `${long}1` });
  expect(await signIn({ username: 'alice@example.com', password: `${long}2` }, HERE)).toEqual(WRONG);
  expect(await signIn({ username: 'alice@example.com', password: `${long}1` }, HERE)).toMatchObject({ ok: true });
});

test('a password typed in another Unicode form is the same password', async () => {
  await person('alice', { password: 'Zoë drinks café crème'.normalize('NFD') });
  const outcome = await signIn(
    { username: 'alice@example.com', password: 'Zoë drinks café crème'.normalize('NFC') },
    HERE,
  );
  expect(outcome.ok).toBe(true);
});

test('a plain bcrypt hash of another system is accepted once and then stored in our way', async () => {
  const alice = await person('alice');
  await db()
    .update(users)
    .set({ passwordHash: await bcrypt.hash('imported', 4) })
    .where(eq(users.id, alice.id));
  await signedIn(alice, 'imported');
  expect((await userNamed(alice.username)).passwordHash).toMatch(/^hmac-sha384:\$2b\$/);
  await signedIn(alice, 'imported');
});

test('a hash of a lower cost, or of another system, takes as much work to refuse as nobody’s', async () => {
  const { BCRYPT_COST } = process.env;
  const [alice, bob] = [await person('alice'), await person('bob')];
  await db()
    .update(users)
    .set({ passwordHash: await bcrypt.hash('imported', 9) })
    .where(eq(users.id, bob.id));
  process.env.BCRYPT_COST = '11';
  const works = async (username: string) => {
    const before = process.cpuUsage();
    expect(await signIn({ username, password: 'wrong' }, HERE)).toEqual(WRONG);
    return process.cpuUsage(before).user;
  };
  await works('somebody@example.com');
  const nobodys = await works('nobody@example.com');
  for (const { username } of [alice, bob]) expect((await works(username)) / nobodys).toBeGreaterThan(0.6);
  process.env.BCRYPT_COST = BCRYPT_COST;
});

test('what opens something is not in the database file', async () => {
  const alice = await person('alice');
  const value = await signedIn(alice);
  const outcome = await signIn({ username: alice.username, password: PASSWORD }, HERE);
  if (!outcome.ok) throw new Error(outcome.error);
  const everything = JSON.stringify([
    await db().select().from(users),
    await db().query.sessions.findMany(),
    await db().select().from(signInTickets),
  ]);
  for (const secret of [PASSWORD, value, outcome.ticket]) expect(everything).not.toContain(secret);
});
