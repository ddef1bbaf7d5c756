import { eq } from 'drizzle-orm';
import { db, transaction } from '../db';
import { upsertApplicationSession } from '../db/application-sessions';
import { insertPasskey } from '../db/passkeys';
import { applicationSessions } from '../db/schema';
import { insertSession } from '../db/sessions';
import { listUsers } from '../db/users';
import { now } from '../lib/adapters/clock';
import { sendDueLogouts } from '../lib/applications/logouts';
import { registerApplication } from '../lib/applications/registry';
import { loadSigningKeys, rotateSigningKeys } from '../lib/applications/signing-keys';
import { listUserPasskeys } from '../lib/passkeys';
import { listSessionsOf, signOut } from '../lib/sessions';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

useDatabase();
freezeClock();

const DAY = 86_400_000;
const SHUFFLED = [3, 1, 5, 2, 4];
const SORTED = [1, 2, 3, 4, 5];

test('passkeys are listed in the order in which they were added', async () => {
  const session = await createSession(await createPerson('alice'));
  const { userId } = session;
  const key = {
    userId,
    rpId: 'localhost',
    publicKey: '',
    counter: 0,
    transports: '',
    isSynced: true,
    lastUsedAt: null,
  };
  for (const n of SHUFFLED) {
    const row = { ...key, id: `${9 - n}`, credentialId: `${n}`, name: `key ${n}`, createdAt: n };
    await transaction((on) => insertPasskey(on, row));
  }
  expect((await listUserPasskeys(session)).map(({ name }) => name)).toEqual(SORTED.map((n) => `key ${n}`));
});

test('people are listed by username on the command line', async () => {
  for (const n of SHUFFLED) await createPerson(`person${n}`);
  expect((await listUsers()).map(({ username }) => username)).toEqual(SORTED.map((n) => `person${n}@example.com`));
});

test('new signing keys come before those that they replace, and so they sign', async () => {
  await loadSigningKeys();
  for (let rotation = 0; rotation < 3; rotation++) {
    advanceClock(1);
    const before = new Set((await loadSigningKeys()).map(({ kid }) => kid));
    await rotateSigningKeys();
    const isNew = (await loadSigningKeys()).map(({ kid }) => !before.has(kid));
    expect(isNew).toEqual([true, true, ...Array(before.size).fill(false)]);
  }
});

test('applications are told first of the log-outs that have been due longest, all in one round', async () => {
  const { id: applicationId } = await registerApplication({
    name: 'Wiki',
    redirectUris: ['https://wiki.example.com/callback'],
    backchannelUri: 'https://wiki.example.com/out',
  });
  for (const n of SHUFFLED) {
    const session = await createSession(await createPerson(`person${n}`));
    const row = { id: `session ${n}`, sessionId: session.id, applicationId };
    await transaction((on) => upsertApplicationSession(on, row, now()));
    await signOut(session, CLIENT);
  }
  for (const { id } of await db().query.applicationSessions.findMany())
    await db()
      .update(applicationSessions)
      .set({ dueAt: Number(id.at(-1)) })
      .where(eq(applicationSessions.id, id));
  const told: string[] = [];
  await sendDueLogouts(async (_application, _user, sid) => {
    told.push(sid);
  });
  expect(told).toEqual(SORTED.map((n) => `session ${n}`));
});

test('an administrator sees how many sessions are not listed, without those that have expired', async () => {
  const { id: userId } = await createPerson('alice');
  const row = { ...CLIENT, userId };
  for (let n = 0; n < 13; n++) {
    const createdAt = n < 2 ? now() - 31 * DAY : now();
    await insertSession(db(), { ...row, id: `${n}`, valueHash: `${n}`, createdAt, lastUsedAt: now() });
  }
  const { sessions, unlisted } = await listSessionsOf(userId);
  expect([sessions.length, unlisted]).toEqual([10, 1]);
});
