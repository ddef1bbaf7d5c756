import { eq } from 'drizzle-orm';
import { db } from '../db';
import { users } from '../db/schema';
import { log } from '../lib/adapters/log';
import { changeProfile } from '../lib/profile';
import { signIn } from '../lib/sign-in';
import { findUserByUsername, updateUsernameKeys, usernameKey } from '../lib/username';
import { useDatabase } from './support/database';
import {
  CLIENT,
  createPerson,
  createSession,
  createUser,
  deleteUser,
  disableUser,
  findUser,
  PASSWORD,
} from './support/people';

useDatabase();

test.each([
  ['alice@bücher.example', 'alice@xn--bcher-kva.example'],
  ['alice@bücher.example', 'Alice@XN--BCHER-KVA.Example'],
  ['alice@bücher.example'.normalize('NFD'), 'ALICE@BÜCHER.EXAMPLE'],
  ['alice@faß.example', 'alice@xn--fa-hia.example'],
  ['straße@example.com', 'STRASSE@example.com'],
  [' alice@example.com ', 'ａｌｉｃｅ@ｅｘａｍｐｌｅ.com'],
])('%j and %j are one username', (one, other) => {
  expect(usernameKey(one)).toBe(usernameKey(other));
});

test.each([
  ['alice@faß.example', 'alice@fass.example'],
  ['alice@σς.example', 'alice@σσ.example'],
  ['alice@example.com', 'alice@example.com/evil'],
  ['alice@example.com', 'alice@example.com:80'],
  ['alice@example.com', 'alice@ex%61mple.com'],
  ['alice@example.com', 'alice@exam\u00adple.com'],
  ['alice@example.com', 'alice'],
])('%j and %j are two', (one, other) => {
  expect(usernameKey(one)).not.toBe(usernameKey(other));
});

test('a username is kept in NFC', async () => {
  const session = await createSession(await createPerson('alice'));
  const username = 'zoë@example.com';
  const typed = { username: username.normalize('NFD'), currentPassword: PASSWORD };
  expect(await changeProfile(session, typed, CLIENT)).toMatchObject({ ok: true });
  expect((await findUser(username)).username).toBe(username);
});

test('a username with an invalid domain is refused', async () => {
  const account = { username: 'alice@\u0301x.example', company: 'Acme' };
  expect(await createUser(account)).toMatchObject({ error: 'profile.errors.usernameNotAnAddress' });
});

/** Adds a person with the previous release's key. */
async function createFormerPerson(username: string, usernameKey: string) {
  const { id } = await createPerson('former', { username });
  await db().update(users).set({ usernameKey }).where(eq(users.id, id));
  return id;
}

const signsIn = async (username: string) => {
  const outcome = await signIn({ username, password: PASSWORD }, CLIENT);
  return outcome.ok ? outcome.user.id : undefined;
};

test('keys of the previous release are updated, and everyone can log in as before', async () => {
  const strasse = await createFormerPerson('a@faß.example', 'a@fass.example');
  const books = await createFormerPerson('a@bücher.example', 'a@bücher.example');
  await updateUsernameKeys();
  const fass = (await createPerson('fass', { username: 'a@fass.example' })).id;
  expect(await Promise.all(['a@faß.example', 'a@fass.example', 'a@xn--bcher-kva.example'].map(signsIn))).toEqual([
    ...[strasse, fass, books],
  ]);
  expect((await findUserByUsername('A@BÜCHER.example'))?.id).toBe(books);
});

test('two accounts that now have the same address are logged, and each can log in by its own spelling', async () => {
  const letters = await createFormerPerson('a@bücher.example', 'a@bücher.example');
  const punycode = await createFormerPerson('a@xn--bcher-kva.example', 'a@xn--bcher-kva.example');
  const logged = jest.spyOn(log, 'warn').mockImplementation(() => {});
  await updateUsernameKeys();
  await updateUsernameKeys();
  expect(logged).toHaveBeenCalledTimes(2);
  expect(logged).toHaveBeenCalledWith(
    { user: letters, other: punycode },
    expect.stringMatching(/bücher.*xn--bcher-kva/),
  );
  logged.mockRestore();
  expect([await signsIn('A@Bücher.example'), await signsIn('a@xn--bcher-kva.example')]).toEqual([letters, punycode]);
});

test('of two accounts that are one address, an administrator changes the one whose spelling is given', async () => {
  const letters = await createFormerPerson('a@bücher.example', 'a@bücher.example');
  const punycode = await createFormerPerson('a@xn--bcher-kva.example', 'a@xn--bcher-kva.example');
  await disableUser('a@bücher.example');
  expect([await signsIn('a@bücher.example'), await signsIn('a@xn--bcher-kva.example')]).toEqual([undefined, punycode]);
  expect(await deleteUser('a@bücher.example')).toEqual({ ok: true, id: letters });
});
