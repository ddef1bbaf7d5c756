import { text } from 'node:stream/consumers';
import { db, transaction } from '../db';
import { insertPasskey } from '../db/passkeys';
import { createLink } from '../lib/links';
import { writeMyData } from '../lib/my-data';
import { useDatabase } from './support/database';
import { createPerson, createSession } from './support/people';
import { enableTwoFactor, freezeClock, reloadSession } from './support/two-factor';

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
  const { session: now } = await reloadSession(session);
  const file = await text(writeMyData(now));
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
