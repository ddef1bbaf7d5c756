import { json } from 'node:stream/consumers';
import type { Session } from '../db/sessions';
import { cancelUsername, confirmUsername, findUsernameLink, resendUsernameLink } from '../lib/confirm-username';
import { findSessionByPreviousValue } from '../lib/duplicate-form';
import { writeMyData } from '../lib/my-data';
import { changeProfile } from '../lib/profile';
import { findActiveSession } from '../lib/sessions';
import { findPasswordLink } from '../lib/set-password';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { deliver, linkIn, useMailServer } from './support/mail-server';
import { CLIENT, createPerson, createSession, findUser, PASSWORD, signInAs } from './support/people';
import { advanceClock, freezeClock, reloadSession } from './support/two-factor';

freezeClock();
useDatabase();
const mail = useMailServer();

const NEW = 'new@example.com';
const HOUR = 3_600_000;

async function tokenFor(username: string): Promise<string> {
  await deliver();
  return new URL(linkIn(await mail().next(username)), 'http://localhost').searchParams.get('token') ?? '';
}

async function asks(name: string, username = NEW) {
  const person = await createPerson(name);
  const session = await createSession(person);
  const change = { username, currentPassword: PASSWORD };
  expect(await changeProfile(session, change, CLIENT)).toMatchObject({ ok: true, isPending: true });
  return (await reloadSession(session)).session;
}

const canSignIn = async (username: string) => (await signIn({ username, password: PASSWORD }, CLIENT)).ok;

test('a new username counts once its link is followed, and both addresses are told', async () => {
  const session = await asks('alice');
  expect(session.user).toMatchObject({ username: 'alice@example.com', pendingUsername: NEW });
  expect(((await json(writeMyData(session))) as { profile: object }).profile).toMatchObject({
    username: 'alice@example.com',
    pendingUsername: NEW,
  });
  expect([await canSignIn('alice@example.com'), await canSignIn(NEW)]).toEqual([true, false]);

  const token = await tokenFor(NEW);
  expect(await findUsernameLink(token)).toMatchObject({ username: NEW });
  expect(await confirmUsername(token, undefined, CLIENT)).toMatchObject({ ok: true, isSignedIn: false });
  expect(await findUser(NEW)).toMatchObject({ pendingUsername: null, usernameVerifiedAt: expect.any(Number) });
  expect([await canSignIn('alice@example.com'), await canSignIn(NEW)]).toEqual([false, true]);

  await deliver();
  for (const address of ['alice@example.com', NEW]) {
    const { headers, text } = await mail().next(address);
    expect(headers.subject).toBe('Your username was changed');
    expect(text).toContain("If this wasn't you, tell your administrator");
    expect(text).not.toContain('forgotten-password'); // the former address has no password to reset
  }
  advanceClock(10_000);
  expect(await confirmUsername(token, undefined, CLIENT)).toMatchObject({ ok: false, error: 'mail.errors.linkDead' });
});

test('gives the session in which it is confirmed a new value, and so does the form that is sent twice', async () => {
  await asks('alice');
  const value = await signInAs({ username: 'alice@example.com' });
  const session = (await findActiveSession(value)) as Session;
  const token = await tokenFor(NEW);
  const confirms = () => confirmUsername(token, session, CLIENT);
  const outcomes = await Promise.all([confirms(), confirms()]);
  const sessionValue = outcomes[0].ok ? outcomes[0].sessionValue : undefined;
  expect((await findActiveSession(sessionValue ?? ''))?.id).toBe(session.id);
  const again = await confirmUsername(token, await findSessionByPreviousValue(value), CLIENT);
  for (const outcome of [...outcomes, again]) expect(outcome).toEqual({ ok: true, isSignedIn: true, sessionValue });
  expect((await eventTypes(session.userId)).filter((type) => type === 'username-changed')).toHaveLength(1);
});

test('sent twice where nobody is logged in, it says twice that the username has changed', async () => {
  await asks('alice');
  const token = await tokenFor(NEW);
  for (let time = 1; time <= 2; time++)
    expect(await confirmUsername(token, undefined, CLIENT)).toMatchObject({ ok: true, isSignedIn: false });
  expect(await findUsernameLink(token)).toBeUndefined();
});

test('of two people who ask for one address, the first to confirm has it', async () => {
  await asks('alice');
  const first = await tokenFor(NEW);
  await asks('bob');
  const second = await tokenFor(NEW);
  expect(await confirmUsername(second, undefined, CLIENT)).toMatchObject({ ok: true });
  expect(await confirmUsername(first, undefined, CLIENT)).toMatchObject({
    ok: false,
    error: 'profile.errors.usernameTaken',
  });
  expect(await findUser('alice@example.com')).toBeDefined();
});

test('refuses a username that somebody has', async () => {
  await createPerson('bob');
  const session = await createSession(await createPerson('alice'));
  const change = { username: 'BOB@example.com', currentPassword: PASSWORD };
  const outcome = await changeProfile(session, change, CLIENT);
  expect(outcome).toMatchObject({ ok: false, error: 'profile.errors.usernameTaken', field: 'username' });
});

test('the link is dead once the change was cancelled, or another username was asked for', async () => {
  const session = await asks('alice');
  const token = await tokenFor(NEW);
  await changeProfile(session, { username: 'other@example.com', currentPassword: PASSWORD }, CLIENT);
  expect(await findUsernameLink(token)).toBeUndefined();
  const other = await tokenFor('other@example.com');
  await cancelUsername(session);
  expect(await findUsernameLink(other)).toBeUndefined();
  expect(await confirmUsername(other, session, CLIENT)).toMatchObject({ ok: false, error: 'mail.errors.linkDead' });
  expect((await reloadSession(session)).session.user.pendingUsername).toBeNull();
});

test('a username that is asked for again at once, after it was cancelled, is mailed another link', async () => {
  const session = await asks('alice');
  await tokenFor(NEW);
  await cancelUsername(session);
  const change = { username: NEW, currentPassword: PASSWORD };
  const again = await changeProfile((await reloadSession(session)).session, change, CLIENT);
  expect(again).toMatchObject({ ok: true, isPending: true });
  expect(await findUsernameLink(await tokenFor(NEW))).toMatchObject({ username: NEW });
});

test('a form that asks for a username twice at once mails one link, and gives one session value', async () => {
  const session = await createSession(await createPerson('alice'));
  const asksOnce = () => changeProfile(session, { username: NEW, currentPassword: PASSWORD }, CLIENT);
  const [one, other] = await Promise.all([asksOnce(), asksOnce()]);
  expect(one).toMatchObject({ ok: true, isPending: true, sessionValue: expect.any(String) });
  expect(other).toEqual(one);
  await deliver();
  expect(mail().received.filter(({ to }) => to.includes(NEW))).toHaveLength(1);
});

test('sends the link again, up to five an hour', async () => {
  const session = await asks('alice');
  await tokenFor(NEW);
  advanceClock(HOUR + 1);
  for (let n = 1; n <= 5; n++) expect(await resendUsernameLink(session, CLIENT)).toEqual({ ok: true });
  expect(await resendUsernameLink(session, CLIENT)).toMatchObject({ ok: false, error: 'mail.errors.resentTooOften' });
  expect(await findUsernameLink(await tokenFor(NEW))).toMatchObject({ username: NEW });
});

test('a link for a username sets no password', async () => {
  await asks('alice');
  const token = await tokenFor(NEW);
  expect(await findPasswordLink(token)).toBeUndefined();
});

test('without mail, a username counts at once and is not verified', async () => {
  delete process.env.SMTP_URL;
  const session = await createSession(await createPerson('alice'));
  expect(await changeProfile(session, { username: NEW, currentPassword: PASSWORD }, CLIENT)).toMatchObject({
    ok: true,
  });
  expect(await findUser(NEW)).toMatchObject({ usernameVerifiedAt: null, pendingUsername: null });
});

test('a link that is followed where someone else is logged in leaves their session as it is', async () => {
  await asks('alice');
  const bobs = await signInAs(await createPerson('bob'));
  const session = (await findActiveSession(bobs)) as Session;
  const confirmed = await confirmUsername(await tokenFor(NEW), session, CLIENT);
  expect(confirmed).toEqual({ ok: true, isSignedIn: false, sessionValue: undefined });
  expect(await findActiveSession(bobs)).toMatchObject({ id: session.id });
});
