import { eq } from 'drizzle-orm';
import { db, transaction } from '../db';
import { rateLimits, users } from '../db/schema';
import { findSession } from '../db/sessions';
import { updateUser } from '../db/users';
import { hashPassword } from '../lib/adapters/hash';
import { changePassword } from '../lib/password';
import { beginSession } from '../lib/sessions';
import { signIn } from '../lib/sign-in';
import { confirmTwoFactor, startTwoFactor } from '../lib/two-factor';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from './support/people';
import { freezeClock, startEnrolment, totpCode } from './support/two-factor';

useDatabase();
freezeClock();

const NEW = 'seven quiet lighthouses';

/** A hash that takes many times longer to verify than anything that the test does meanwhile. */
async function hashSlowly(password: string): Promise<string> {
  const { BCRYPT_COST } = process.env;
  process.env.BCRYPT_COST = '11';
  const hash = await hashPassword(password);
  process.env.BCRYPT_COST = BCRYPT_COST;
  return hash;
}

const store = (id: string, passwordHash: string) => db().update(users).set({ passwordHash }).where(eq(users.id, id));

/** Logs a person in, and acts while the password is being checked: the attempt is counted just before. */
async function signInMeanwhile(id: string, username: string, act: () => Promise<unknown>) {
  await store(id, await hashSlowly(PASSWORD));
  await db().delete(rateLimits);
  const signedIn = signIn({ username, password: PASSWORD }, CLIENT);
  while ((await db().select().from(rateLimits)).length < 2) await new Promise((resolve) => setImmediate(resolve));
  await act();
  return signedIn;
}

test('a login whose password changes while it is checked gets no session', async () => {
  const { id, username } = await createPerson('alice');
  const hash = await hashPassword(NEW);
  const outcome = await signInMeanwhile(id, username, () => store(id, hash));
  expect(outcome).toMatchObject({ ok: false, error: 'sign-in.errors.wrong' });
  expect((await findUser(username)).passwordHash).toBe(hash); // nor did the rehash of the old one overwrite it
});

test('a login that is checked while two-factor authentication is turned on gets no session without a code', async () => {
  const { session, secret } = await startEnrolment();
  const { id, username } = session.user;
  const issued = await signIn({ username, password: PASSWORD }, CLIENT);
  const outcome = await signInMeanwhile(id, username, async () =>
    expect(await confirmTwoFactor(session, { code: totpCode(secret) }, CLIENT)).toMatchObject({ ok: true }),
  );
  expect(outcome).toMatchObject({ ok: false });
  expect(issued.ok && (await beginSession(issued.ticket, CLIENT))).toBeUndefined();
});

test('two-factor authentication is not started with a password that has changed since it was read', async () => {
  const alice = await createPerson('alice');
  const [stale, session] = [await createSession(alice), await createSession(alice)];
  const typed = { currentPassword: PASSWORD, newPassword: NEW, confirmPassword: NEW };
  await changePassword(session, typed, CLIENT);
  await signInAs(alice, NEW);
  expect(await startTwoFactor(stale, { currentPassword: PASSWORD }, CLIENT)).toMatchObject({ ok: false });
  expect((await findUser(alice.username)).totpStartedAt).toBeNull();
});

test('the session of a disabled user is refused and changes nothing, even if it was not deleted', async () => {
  const alice = await createPerson('alice');
  const session = await createSession(alice);
  await db().update(users).set({ disabledAt: 1 }).where(eq(users.id, alice.id));
  expect(await findSession(session.valueHash)).toBeUndefined();
  expect(await transaction((on) => updateUser(on, alice.id, { language: 'de' }))).toBeUndefined();
});
