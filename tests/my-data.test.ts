import { text } from 'node:stream/consumers';
import { db, transaction } from '../db';
import { updateMail } from '../db/outbox';
import { insertPasskey } from '../db/passkeys';
import { lockUser } from '../db/users';
import { now } from '../lib/adapters/clock';
import { createLink, findLink, type Link, spendLink } from '../lib/links';
import { queueMail } from '../lib/mail';
import { writeMyData } from '../lib/my-data';
import { useDatabase } from './support/database';
import { CLIENT, changeUser, createPerson, createSession } from './support/people';
import { advanceClock, enableTwoFactor, freezeClock, reloadSession } from './support/two-factor';

useDatabase();
freezeClock();

test('has the profile, every session and event, and nothing of anyone else', async () => {
  const { session } = await enableTwoFactor();
  const bob = await createPerson('bob');
  await createSession(bob);
  const data = JSON.parse(await text(writeMyData(session)));
  expect(Object.keys(data)).toEqual([
    'exported',
    'profile',
    'sessions',
    'passkeys',
    'applications',
    'mail',
    'links',
    'events',
  ]);
  expect(data.profile).toMatchObject({
    username: 'alice@example.com',
    language: 'en',
    avatar: null,
    twoFactor: { state: 'on', since: '2026-01-01T00:00:00.000Z', recoveryCodesLeft: 10 },
  });
  expect(data.sessions).toEqual([expect.objectContaining({ isThis: true, userAgent: 'Test' })]);
  expect(data.events.map(({ event }: { event: string }) => event)).toEqual([
    'two-factor-enabled',
    'signed-in',
    'account-created',
  ]);
  expect(JSON.stringify(data)).not.toContain('bob');
});

/** Columns whose values let someone in, or could be guessed at. */
const SECRETS = /hash|secret|successor|shown_?codes$|bound|credential|publicKey/i;

test('has no value of a secret column, of any table', async () => {
  const { session, codes } = await enableTwoFactor();
  await createLink(session.user, 'reset');
  const passkey = {
    id: 'p',
    credentialId: 'the credential',
    userId: session.userId,
    name: 'Phone',
    rpId: 'localhost',
    publicKey: 'the public key',
    counter: 0,
    transports: 'internal',
    isSynced: true,
    createdAt: 0,
    lastUsedAt: null,
  };
  await transaction((on) => insertPasskey(on, passkey));
  const { session: current } = await reloadSession(session);
  const file = await text(writeMyData(current));
  expect(file).toContain('"name": "Phone"');
  const rows: Record<string, unknown>[] = (
    await Promise.all([
      db().query.users.findMany(),
      db().query.sessions.findMany(),
      db().query.recoveryCodes.findMany(),
      db().query.linkTokens.findMany(),
      db().query.passkeys.findMany(),
    ])
  ).flat();
  const secrets = rows.flatMap((row) => Object.entries(row).filter(([name]) => SECRETS.test(name)));
  const values = secrets.map(([, value]) => value).filter((value) => typeof value === 'string');
  expect(values.length).toBeGreaterThan(12);
  for (const secret of [...values, ...codes]) expect(file).not.toContain(secret);
});

test('says when each session began, which mail failed, and which links are open', async () => {
  const alice = await createPerson('alice');
  const first = await createSession(alice);
  advanceClock(1000);
  const here = await createSession(alice);
  advanceClock(1000);
  await createSession(alice);
  await changeUser(alice, { pendingUsername: 'ada@example.com' });
  for (const isFailed of [false, true]) {
    const mail = { id: `${isFailed}`, type: 'password-changed', userId: alice.id, client: CLIENT } as const;
    await transaction((on) => queueMail(on, mail));
    if (isFailed) await transaction((on) => updateMail(on, mail.id, { failedAt: now() }));
  }
  const { id: userId } = await createPerson('bob');
  await transaction((on) => queueMail(on, { type: 'password-changed', userId, client: CLIENT }));
  const link = await findLink(await createLink(alice, 'reset'), 'reset');
  const { session } = await reloadSession(here);
  const read = async () => JSON.parse(await text(writeMyData(session)));
  const data = await read();
  expect(data.mail).toHaveLength(2);
  expect(data.profile.pendingUsername).toBe('ada@example.com');
  expect(data.sessions.map(({ isThis }: { isThis: boolean }) => isThis)).toEqual([false, true, false]);
  expect(data.sessions[2].began).toBe(new Date(first.createdAt).toISOString());
  expect(data.mail.map(({ failed }: { failed: string | null }) => failed).sort()).toEqual([
    new Date(now()).toISOString(),
    null,
  ]);
  expect(data.links).toMatchObject([{ purpose: 'reset' }]);
  await transaction(
    (on) => lockUser(on, alice.id),
    (on) => spendLink(on, link as Link),
  );
  expect((await read()).links).toEqual([]);
});
