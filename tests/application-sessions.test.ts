import { transaction } from '../db';
import { upsertApplicationSession } from '../db/application-sessions';
import { retireSigningKeys } from '../db/signing-keys';
import { now } from '../lib/adapters/clock';
import { endApplication, listUsedApplications } from '../lib/applications';
import { registerApplication } from '../lib/applications/registry';
import { loadSigningKeys } from '../lib/applications/signing-keys';
import { storageOf } from '../lib/applications/storage';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { CLIENT, changeUser, createPerson, createSession } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

useDatabase();
freezeClock();

const register = () => registerApplication({ name: 'Wiki', redirectUris: ['https://wiki.example.com/callback'] });

async function alice() {
  const session = await createSession(await createPerson('alice'));
  const uses = (applicationId: string) => {
    const row = { id: `at ${applicationId} ${now()}`, sessionId: session.id, applicationId };
    return transaction((on) => upsertApplicationSession(on, row, now()));
  };
  return { session, uses };
}

test('the last use of an application counts, also in one session', async () => {
  const { session, uses } = await alice();
  const { id } = await register();
  await uses(id);
  advanceClock(60_000);
  await uses(id);
  expect(await listUsedApplications(session)).toMatchObject([{ id, sessions: 1, lastUsedAt: now() }]);
});

test('ending one application is recorded once, and leaves the others', async () => {
  const { session, uses } = await alice();
  const [wiki, blog] = [await register(), await register()];
  for (const { id } of [wiki, blog]) await uses(id);
  for (const isFirst of [true, false]) expect((await endApplication(session, wiki.id, CLIENT)).ok).toBe(isFirst);
  expect(await listUsedApplications(session)).toMatchObject([{ id: blog.id }]);
  expect((await eventTypes(session.userId)).filter((type) => type === 'application-ended')).toHaveLength(1);
});

test('a user who is disabled during the log-in to an application gets no code', async () => {
  const { session } = await alice();
  const { id: clientId } = await register();
  const code = { grantId: 'grant', sessionUid: session.id, clientId, accountId: session.userId };
  await changeUser(session.user, { disabledAt: now() });
  expect(await storageOf('AuthorizationCode')?.upsert?.('code', code, 60)).toBe(false);
});

test('where every signing key is retired, new ones are made', async () => {
  const retired = await loadSigningKeys();
  await transaction((on) => retireSigningKeys(on, now()));
  advanceClock(1);
  const [first, second] = await loadSigningKeys();
  expect(retired.map(({ kid }) => kid)).not.toContain(first?.kid);
  expect([first?.alg, second?.alg].sort()).toEqual(['ES256', 'RS256']);
});

test('two first log-ins at once are one session at the application', async () => {
  const { session } = await alice();
  const { id: clientId } = await register();
  const codes = storageOf('AuthorizationCode');
  const code = { sessionUid: session.id, clientId, accountId: session.userId };
  for (const name of ['one', 'other']) await codes?.upsert?.(name, { ...code, grantId: name, sid: name }, 60);
  expect(await codes?.find?.('other')).toMatchObject({ grantId: 'one', sid: 'one' });
});
