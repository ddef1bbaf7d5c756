import sharp from 'sharp';
import type { Session } from '../db/sessions';
import { changePassword } from '../lib/password';
import { changeProfile, type ProfileChange } from '../lib/profile';
import { findActiveSession } from '../lib/sessions';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { eventTypes, recordedEvents } from './support/events';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from './support/people';
import { picture } from './support/scenes';

useDatabase();

const change = (session: Session, typed: Partial<ProfileChange>) =>
  changeProfile(session, { currentPassword: PASSWORD, ...typed }, CLIENT);

const withoutPassword = { currentPassword: '' };

/** A valid address with this many characters, from 199 to 261. */
const address = (length: number) =>
  `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(length - 197)}.com`;

test('the new username logs in, the old one is free again, and the change is recorded', async () => {
  const alice = await createPerson('alice');
  expect(await change(await createSession(alice), { username: 'Alicia@example.com' })).toMatchObject({ ok: true });
  expect(await signIn({ username: 'alicia@example.com', password: PASSWORD }, CLIENT)).toMatchObject({ ok: true });
  expect(await signIn({ username: alice.username, password: PASSWORD }, CLIENT)).toMatchObject({ ok: false });
  expect(await createPerson('alice')).toMatchObject({ username: alice.username });
  expect(await recordedEvents()).toContainEqual(
    expect.objectContaining({ userId: alice.id, type: 'username-changed', ...CLIENT }),
  );
});

test('with a new username the session continues under a new value only', async () => {
  const alice = await createPerson('alice');
  const here = await signInAs(alice);
  const elsewhere = await signInAs(alice);
  const session = (await findActiveSession(here)) as Session;
  const outcome = await change(session, { username: 'alicia@example.com' });
  if (!outcome.ok) throw new Error(outcome.error);
  expect(await findActiveSession(outcome.sessionValue as string)).toMatchObject({ id: session.id });
  expect(await findActiveSession(here)).toBeUndefined();
  expect(await findActiveSession(elsewhere)).toMatchObject({ user: { username: 'alicia@example.com' } });
});

test.each([
  ['no password', '', 'profile.errors.passwordNeeded'],
  ['a wrong password', 'something else', 'password.errors.currentWrong'],
])('the username is not changed with %s', async (_, currentPassword, error) => {
  const alice = await createPerson('alice');
  const refused = await change(await createSession(alice), { username: 'alicia@example.com', currentPassword });
  expect(refused).toMatchObject({ ok: false, error, field: 'currentPassword' });
  expect(await findUser(alice.username)).toEqual(alice);
});

test('the username is not changed with a password that was changed meanwhile', async () => {
  const alice = await createPerson('alice');
  const [stale, session] = [await createSession(alice), await createSession(alice)];
  const newPassword = 'seven quiet otters';
  await changePassword(session, { currentPassword: PASSWORD, newPassword, confirmPassword: newPassword }, CLIENT);
  const refused = await change(stale, { username: 'alicia@example.com' });
  expect(refused).toMatchObject({ ok: false, error: 'password.errors.currentWrong', field: 'currentPassword' });
  expect(await findUser(alice.username)).toMatchObject({ username: alice.username });
});

test.each([
  ['in another case', 'BOB@Example.com'],
  ['with space around it', '  bob@example.com\t'],
  ['in fullwidth letters', 'ｂｏｂ@example.com'],
])('a username that someone has is also taken %s', async (_, username) => {
  const alice = await createPerson('alice');
  await createPerson('bob');
  const refused = await change(await createSession(alice), { username });
  expect(refused).toMatchObject({ ok: false, error: 'profile.errors.usernameTaken', field: 'username' });
  expect(await findUser(alice.username)).toEqual(alice);
});

test('of two people who choose the same username at once, one gets it', async () => {
  const sessions = [await createSession(await createPerson('alice')), await createSession(await createPerson('bob'))];
  const outcomes = await Promise.all(sessions.map((session) => change(session, { username: 'star@example.com' })));
  expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(outcomes).toContainEqual(expect.objectContaining({ error: 'profile.errors.usernameTaken' }));
});

test.each([
  ['nothing', '', 'usernameMissing'],
  ['spaces', '   ', 'usernameMissing'],
  ['no top-level domain', 'a@b', 'usernameNotAnAddress'],
  ['no @', 'alice.example.com', 'usernameNotAnAddress'],
  ['two addresses', 'a@example.com,b@example.com', 'usernameNotAnAddress'],
  ['255 characters', address(255), 'usernameTooLong'],
  ['a zero width space', 'ali\u200bce@example.com', 'usernameInvisible'],
  ['a soft hyphen', 'ali\u00adce@example.com', 'usernameInvisible'],
  ['a right-to-left override', 'ali\u202ece@example.com', 'usernameInvisible'],
  ['a NUL', 'ali\u0000ce@example.com', 'usernameInvisible'],
  ['a line break', 'alice@example.com\nbcc:x', 'usernameInvisible'],
  ['a space', 'ali ce@example.com', 'usernameInvisible'],
  ['a no-break space', 'ali\u00a0ce@example.com', 'usernameInvisible'],
  ['a byte order mark', 'ali\ufeffce@example.com', 'usernameInvisible'],
  ['a Hangul filler', 'ali\u3164ce@example.com', 'usernameInvisible'],
  ['a variation selector', 'ali\ufe0fce@example.com', 'usernameInvisible'],
])('a username that is or has %s is refused', async (_, username, error) => {
  const alice = await createPerson('alice');
  const refused = await change(await createSession(alice), { username });
  expect(refused).toMatchObject({ ok: false, error: `profile.errors.${error}`, field: 'username' });
  expect(await findUser(alice.username)).toEqual(alice);
});

test.each([
  ['254 characters', address(254)],
  ['letters of another script', 'иван@example.com'],
  ['her own letters in another case', 'ALICE@example.com'],
])('a username of %s is accepted as typed', async (_, username) => {
  expect(await change(await createSession(await createPerson('alice')), { username })).toMatchObject({ ok: true });
  expect(await findUser(username)).toMatchObject({ username });
});

test('a form that changes nothing says so, needs no password and records nothing', async () => {
  const alice = await createPerson('alice');
  const avatar = await picture();
  await change(await createSession(alice), { avatar });
  const session = await createSession(alice);
  const before = [await findUser(alice.username), await eventTypes()];
  const same = { username: ` ${alice.username} `, language: 'en', avatar, ...withoutPassword };
  expect(await change(session, same)).toEqual({ ok: true, language: 'en', isChanged: false });
  expect([await findUser(alice.username), await eventTypes()]).toEqual(before);
});

test('the language is changed without a password, and the session keeps its value', async () => {
  const alice = await createPerson('alice');
  const value = await signInAs(alice);
  const outcome = await change((await findActiveSession(value)) as Session, { language: 'ar', ...withoutPassword });
  expect(outcome).toEqual({ ok: true, language: 'ar', sessionValue: undefined, isChanged: true });
  expect(await findActiveSession(value)).toMatchObject({ user: { language: 'ar' } });
  expect(await eventTypes()).toEqual(['account-created', 'signed-in', 'language-changed']);
});

test.each(['', 'it', 'EN', 'en-GB', '__proto__', 'toString'])('there is no language %j', async (language) => {
  const alice = await createPerson('alice');
  const refused = await change(await createSession(alice), { language });
  expect(refused).toMatchObject({ ok: false, error: 'profile.errors.languageUnknown', field: 'language' });
  expect(await findUser(alice.username)).toEqual(alice);
});

const unfit = new Blob(['no picture']);

test.each([
  ['a taken username', { language: 'de', username: 'bob@example.com' }, []],
  ['a wrong password', { language: 'de', username: 'a@example.com', currentPassword: 'wrong' }, ['password-refused']],
  ['an unknown language', { language: 'it', username: 'alicia@example.com' }, []],
  ['an unfit picture', { language: 'de', username: 'alicia@example.com', avatar: unfit }, []],
])('nothing else is saved with %s', async (_, typed, events) => {
  const alice = await createPerson('alice');
  await createPerson('bob');
  const value = await signInAs(alice);
  const before = await eventTypes();
  expect(await change((await findActiveSession(value)) as Session, typed)).toMatchObject({ ok: false });
  expect(await findUser(alice.username)).toEqual(alice);
  expect(await findActiveSession(value)).toBeDefined();
  expect(await eventTypes()).toEqual([...before, ...events]);
});

test('another picture with the same username at once is saved, even if its file is as long', async () => {
  const value = await signInAs(await createPerson('alice'));
  const send = async (of: Session, background: string) => {
    const create = { width: 64, height: 64, channels: 3, background } as const;
    const file = await sharp({ create }).png({ compressionLevel: 0 }).toBuffer();
    const typed = { username: 'alicia@example.com', avatar: new Blob([new Uint8Array(file)]) };
    const outcome = await change(of, typed);
    const { avatarVersion } = await findUser('alicia@example.com');
    return { size: file.length, avatarVersion, value: outcome.ok ? outcome.sessionValue : outcome.error };
  };
  const red = await send((await findActiveSession(value)) as Session, 'red');
  const blue = await send((await findActiveSession(red.value ?? '')) as Session, 'blue');
  expect([blue.size, blue.avatarVersion === red.avatarVersion]).toEqual([red.size, false]);
});

test('two windows that change different fields do not undo each other', async () => {
  const alice = await createPerson('alice');
  const [one, other] = [await createSession(alice), await createSession(alice)];
  await change(one, { language: 'fr' });
  await change(other, { username: 'alicia@example.com' });
  expect(await findUser('alicia@example.com')).toMatchObject({ id: alice.id, language: 'fr' });
});

test('of two windows that change the same field, the last one wins', async () => {
  const alice = await createPerson('alice');
  const [one, other] = [await createSession(alice), await createSession(alice)];
  await change(one, { language: 'fr' });
  await change(other, { language: 'ja' });
  expect(await findUser(alice.username)).toMatchObject({ language: 'ja' });
});
