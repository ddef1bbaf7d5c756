import { db, transaction } from '../db';
import { upsertApplicationSession } from '../db/application-sessions';
import { insertApplicationToken } from '../db/application-tokens';
import { deleteUser as deleteUserRow } from '../db/users';
import { now } from '../lib/adapters/clock';
import { endApplication, knowsApplications, listUsedApplications, wantsNewLogIn } from '../lib/applications';
import { type SendLogout, sendDueLogouts } from '../lib/applications/logouts';
import { registerApplication, removeApplication, rotateApplicationSecret } from '../lib/applications/registry';
import { loadSigningKeys, rotateSigningKeys } from '../lib/applications/signing-keys';
import { storageOf } from '../lib/applications/storage';
import { runCleanup } from '../lib/cleanup';
import { findActiveSession, signOut } from '../lib/sessions';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession, signInAs } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

useDatabase();
freezeClock();

const CALLBACK = 'https://wiki.example.com/callback';
const BYE = 'https://wiki.example.com/bye';
const DAY = 86_400_000;

const wiki = { name: 'Wiki', redirectUris: [CALLBACK], postLogoutUris: [BYE], backchannelUri: `${BYE}?out` };

/** Logs a person in to an application, without the protocol. @returns the session at Portrait */
async function useApplication(applicationId: string, name = 'alice') {
  const session = await createSession(await createPerson(name));
  const row = { id: `${name} at ${applicationId}`, sessionId: session.id, applicationId };
  await transaction((on) => upsertApplicationSession(on, row, now()));
  return session;
}

/** Sends what is due. @returns who was logged out */
async function sent(send: SendLogout = async () => {}): Promise<string[]> {
  const users: string[] = [];
  await sendDueLogouts(async (application, user, sid) => {
    users.push(user);
    await send(application, user, sid);
  });
  return users;
}

test('a process learns of the first application, and of the last that is removed, while another cleans up', async () => {
  await runCleanup(); // in the same minute, the next one finds the job taken
  expect(knowsApplications()).toBe(false);
  const { id } = await registerApplication(wiki);
  await runCleanup();
  expect(knowsApplications()).toBe(true);
  await removeApplication(id);
  await runCleanup();
  expect(knowsApplications()).toBe(false);
});

test('a secret can be replaced, and an application removed', async () => {
  const { id, secret } = await registerApplication(wiki);
  const rotated = await rotateApplicationSecret(id);
  expect(rotated.secret).not.toBe(secret);
  await useApplication(id);
  await removeApplication(id);
  expect(await db().query.applicationSessions.findMany()).toEqual([]);
  for (const act of [rotateApplicationSecret, removeApplication]) await expect(act(id)).rejects.toThrow(id);
});

test.each<[string, (session: Awaited<ReturnType<typeof useApplication>>) => Promise<unknown>]>([
  ['logs out', (session) => signOut(session, CLIENT)],
  ['is deleted', ({ userId }) => transaction((on) => deleteUserRow(on, userId))],
  ['ends the application', (session) => endApplication(session, (session as never as { app: string }).app, CLIENT)],
])('an application is told when its user %s', async (_, end) => {
  const { id } = await registerApplication(wiki);
  const session = await useApplication(id);
  expect(await sent()).toEqual([]);
  await end({ ...session, app: id } as never);
  expect(await sent()).toEqual([session.userId]);
  expect(await sent()).toEqual([]);
});

test('an application is told when a session expires', async () => {
  const { id } = await registerApplication(wiki);
  const session = await useApplication(id);
  advanceClock(8 * DAY);
  await runCleanup();
  expect(await sent()).toEqual([session.userId]);
});

test('an application that is down is told later, ever more rarely, for about three days', async () => {
  const { id } = await registerApplication(wiki);
  await signOut(await useApplication(id), CLIENT);
  const fails = async () => {
    throw new Error('down');
  };
  const start = now();
  const attempts: number[] = [];
  while (attempts.length < 50 && (await db().query.applicationSessions.findMany()).length > 0) {
    if ((await sent(fails)).length > 0) attempts.push(now() - start);
    const [row] = await db().query.applicationSessions.findMany();
    if (row) advanceClock(row.dueAt - now());
  }
  expect(attempts.slice(0, 4)).toEqual([0, 5000, 15_000, 35_000]);
  expect((attempts.at(-1) ?? 0) / DAY).toBeCloseTo(3, 0);
});

test('of several processes one tells the application', async () => {
  const { id } = await registerApplication(wiki);
  await signOut(await useApplication(id), CLIENT);
  const all = await Promise.all([sent(), sent(), sent()]);
  expect(all.flat()).toHaveLength(1);
});

test('a user ends only their own use of an application, from any of their sessions, once', async () => {
  const { id } = await registerApplication(wiki);
  const alice = await useApplication(id, 'alice');
  const bob = await useApplication(id, 'bob');
  expect(await listUsedApplications(alice)).toMatchObject([{ name: 'Wiki', sessions: 1, lastUsedAt: now() }]);
  const elsewhere = await createSession(alice.user);
  expect(await endApplication(elsewhere, id, CLIENT)).toMatchObject({ ok: true });
  expect(await endApplication(alice, id, CLIENT)).toMatchObject({
    ok: false,
    error: 'applications.errors.endedAlready',
  });
  expect(await listUsedApplications(alice)).toEqual([]);
  expect(await listUsedApplications(bob)).toHaveLength(1);
  expect(await endApplication(bob, 'another', CLIENT)).toMatchObject({ ok: false });
});

test('of several devices, the last use of an application counts, and the application used last comes first', async () => {
  const alice = await createPerson('alice');
  const uses = async (applicationId: string) => {
    advanceClock(1000);
    const row = { id: `use ${now()}`, sessionId: (await createSession(alice)).id, applicationId };
    await transaction((on) => upsertApplicationSession(on, row, now()));
    return now();
  };
  const [blog, chat] = [await registerApplication(wiki), await registerApplication(wiki)];
  await uses(blog.id);
  const chatAt = await uses(chat.id);
  const blogAt = await uses(blog.id);
  expect(await listUsedApplications(await createSession(alice))).toMatchObject([
    { id: blog.id, lastUsedAt: blogAt, sessions: 2 },
    { id: chat.id, lastUsedAt: chatAt, sessions: 1 },
  ]);
});

test('a code that is redeemed twice, even at once, ends the session at its application', async () => {
  const { id: clientId } = await registerApplication(wiki);
  const session = await createSession(await createPerson('alice'));
  const { userId: accountId, id: sessionUid } = session;
  const codes = storageOf('AuthorizationCode');
  await codes?.upsert?.('code', { grantId: 'grant', sessionUid, clientId, accountId }, 60);
  expect(await listUsedApplications(session)).toHaveLength(1);
  const redeemed = await Promise.all([codes?.consume?.('code'), codes?.consume?.('code')]);
  expect(redeemed.sort()).toEqual([false, true]);
  expect(await listUsedApplications(session)).toEqual([]);
  expect(await sent()).toEqual([accountId]);
});

test('deletes expired tokens, and retired keys after 30 days', async () => {
  const { id } = await registerApplication(wiki);
  await useApplication(id);
  const token = { applicationSessionId: `alice at ${id}`, payload: {} };
  for (const [valueHash, expiresAt] of [
    ['old', now()],
    ['new', now() + 31 * DAY],
  ] as const)
    await transaction((on) => insertApplicationToken(on, { ...token, valueHash, expiresAt }));
  await loadSigningKeys();
  await rotateSigningKeys();
  await runCleanup();
  expect((await db().query.applicationTokens.findMany()).map(({ valueHash }) => valueHash)).toEqual(['new']);
  expect(await loadSigningKeys()).toHaveLength(4);
  advanceClock(30 * DAY);
  await runCleanup();
  expect(await loadSigningKeys()).toHaveLength(2);
});

test('keys made by several processes at once are one set', async () => {
  const sets = await Promise.all([loadSigningKeys(), loadSigningKeys(), loadSigningKeys()]);
  const ids = sets.map((keys) => keys.map(({ kid }) => kid).sort());
  expect(ids[1]).toEqual(ids[0]);
  expect(ids[2]).toEqual(ids[0]);
  expect(sets[0]?.map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256']);
});

test('a new log-in is asked for until there is one', async () => {
  const user = await createPerson('alice');
  const session = await createSession(user);
  advanceClock(1000);
  const request = `/oidc/auth?prompt=login&asked_at=${now()}`;
  expect(wantsNewLogIn(request, session)).toBe(true);
  expect(wantsNewLogIn(`/oidc/auth?asked_at=${now() + 1000}`, session)).toBe(true); // by a server whose clock is ahead
  expect(wantsNewLogIn('/oidc/auth?prompt=none', session)).toBe(false);
  expect(wantsNewLogIn(`/oidc/auth?asked_at=${now() + DAY}`, session)).toBe(false);
  expect(wantsNewLogIn(undefined, session)).toBe(false);
  const again = await findActiveSession(await signInAs(user));
  expect(again && wantsNewLogIn(request, again)).toBe(false);
});
