import { db } from '../db';
import { listPasskeys } from '../db/passkeys';
import { addPasskey, beginPasskey, MAX_PASSKEYS, removePasskey, renamePasskey } from '../lib/passkeys';
import { findActiveSession } from '../lib/sessions';
import { useDatabase } from './support/database';
import { eventTypes } from './support/events';
import { addPasskeyOf, createAuthenticator } from './support/passkeys';
import { CLIENT, createPerson, createSession, deleteUser, resetTwoFactor, signInAs } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

useDatabase();
freezeClock();

const name = 'Chrome on Linux';

async function begin() {
  const alice = await createPerson('alice');
  const session = await createSession(alice);
  return { alice, session, options: await beginPasskey(session, 'Portrait') };
}

test('adds a passkey, gives the session a new value and keeps the other sessions', async () => {
  const { alice, session, options } = await begin();
  const other = await signInAs(alice);
  const answer = createAuthenticator().create(options);
  const added = await addPasskey(session, { answer, name }, CLIENT);
  if (!added.ok) throw new Error(added.error);
  expect(added.hasNewCodes).toBe(false);
  expect(await listPasskeys(alice.id)).toMatchObject([
    { name, rpId: 'localhost', isSynced: true, counter: 0, transports: 'internal,hybrid', lastUsedAt: null },
  ]);
  expect(await findActiveSession(added.sessionValue)).toMatchObject({ id: session.id, amr: 'pwd hwk' });
  expect(await findActiveSession(other)).toBeDefined();
  expect(await eventTypes(alice.id)).toContain('passkey-added');
});

test('asks for a passkey that needs no username, and for none that the user has', async () => {
  const { alice, options } = await begin();
  expect(options).toMatchObject({
    rp: { id: 'localhost' },
    user: { name: alice.username },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    attestation: 'none',
    excludeCredentials: [],
    pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: 'public-key' })), // RS256 is all that Windows Hello has
  });
  expect(atob(options.user.id)).toBe(alice.id);
  const { authenticator } = await addPasskeyOf(alice);
  const again = await beginPasskey(await createSession(alice), 'Portrait');
  expect(again.excludeCredentials).toMatchObject([
    { id: authenticator.credentialId, transports: ['internal', 'hybrid'] },
  ]);
});

test.each([
  ['another origin', { origin: 'http://evil.example' }],
  ['our name at another port', { origin: 'http://localhost:3001' }],
  ['another host', { rpId: 'evil.example' }],
  ['no user verification', { isVerified: false }],
  ['a frame of another site', { isCrossOrigin: true }],
  ['an attestation, whose certificates nobody asked for', { format: 'apple' }],
])('refuses %s', async (_, fault) => {
  const { alice, session, options } = await begin();
  const answer = createAuthenticator().create(options, fault);
  expect(await addPasskey(session, { answer, name }, CLIENT)).toMatchObject({ error: 'passkeys.errors.failed' });
  expect(await listPasskeys(alice.id)).toEqual([]);
});

test.each(['', 'null', '{}', '[]', '{"response":{"clientDataJSON":"e30"}}', '{"response":7}'])(
  'refuses %j as an answer',
  async (answer) => {
    const { session } = await begin();
    expect(await addPasskey(session, { answer, name }, CLIENT)).toMatchObject({ error: 'passkeys.errors.failed' });
  },
);

test.each([
  [1023, { ok: true }],
  [1024, { error: 'passkeys.errors.failed' }],
])('a passkey may have an id of %d bytes: %j', async (idLength, outcome) => {
  const { session, options } = await begin();
  const answer = createAuthenticator({ idLength }).create(options);
  expect(await addPasskey(session, { answer, name }, CLIENT)).toMatchObject(outcome);
});

test('refuses a damaged answer to a real challenge', async () => {
  const { session, options } = await begin();
  const answer = JSON.parse(createAuthenticator().create(options));
  answer.response.attestationObject = answer.response.attestationObject.slice(0, -20);
  expect(await addPasskey(session, { answer: JSON.stringify(answer), name }, CLIENT)).toMatchObject({ ok: false });
});

test('a challenge is good once, for five minutes, in its own session', async () => {
  const { alice, session, options } = await begin();
  const expired = { ok: false, error: 'passkeys.errors.expired' };
  const other = await createSession(alice);
  expect(await addPasskey(other, { answer: createAuthenticator().create(options), name }, CLIENT)).toMatchObject(
    expired,
  );
  expect(await addPasskey(session, { answer: createAuthenticator().create(options), name }, CLIENT)).toMatchObject({
    ok: true,
  });
  expect(await addPasskey(session, { answer: createAuthenticator().create(options), name }, CLIENT)).toMatchObject(
    expired,
  );
  const later = await beginPasskey(session, 'Portrait');
  advanceClock(5 * 60_000);
  expect(await addPasskey(session, { answer: createAuthenticator().create(later), name }, CLIENT)).toMatchObject(
    expired,
  );
  expect(await listPasskeys(alice.id)).toHaveLength(1);
});

test('a challenge is used up by a refused answer, too', async () => {
  const { session, options } = await begin();
  const authenticator = createAuthenticator();
  const bad = authenticator.create(options, { isVerified: false });
  expect(await addPasskey(session, { answer: bad, name }, CLIENT)).toMatchObject({ ok: false });
  expect(await addPasskey(session, { answer: authenticator.create(options), name }, CLIENT)).toMatchObject({
    error: 'passkeys.errors.expired',
  });
});

test('only one of fifty answers to one challenge adds a passkey', async () => {
  const { alice, session, options } = await begin();
  const answers = Array.from({ length: 50 }, () => createAuthenticator().create(options));
  const added = await Promise.all(answers.map((answer) => addPasskey(session, { answer, name }, CLIENT)));
  expect(added.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await listPasskeys(alice.id)).toHaveLength(1);
});

test('refuses a passkey that is already there, for its owner and for others', async () => {
  const { session } = await begin();
  const { authenticator } = await addPasskeyOf(await createPerson('bob'));
  const answer = authenticator.create(await beginPasskey(session, 'Portrait'));
  expect(await addPasskey(session, { answer, name }, CLIENT)).toMatchObject({ error: 'passkeys.errors.alreadyAdded' });
});

test(`a user has at most ${MAX_PASSKEYS} passkeys`, async () => {
  const { alice, session } = await begin();
  const add = async () => {
    const answer = createAuthenticator().create(await beginPasskey(session, 'Portrait'));
    return addPasskey(session, { answer, name }, CLIENT);
  };
  while ((await listPasskeys(alice.id)).length < MAX_PASSKEYS) expect(await add()).toMatchObject({ ok: true });
  expect(await add()).toMatchObject({ error: 'passkeys.errors.tooMany' });
});

test('renames a passkey of the user only, and records it once', async () => {
  const { alice, session } = await begin();
  await addPasskeyOf(alice);
  await addPasskeyOf(await createPerson('bob'));
  const [own] = await listPasskeys(alice.id);
  const [bobs] = (await db().query.passkeys.findMany()).filter(({ userId }) => userId !== alice.id);
  const rename = (passkey = '', name = '') => renamePasskey(session, { passkey, name }, CLIENT);
  expect(await rename(own?.id, ' Phone ')).toEqual({ ok: true });
  expect(await rename(own?.id, 'Phone')).toEqual({ ok: true });
  expect(await rename(own?.id, ' ')).toMatchObject({ field: 'name', error: 'passkeys.errors.nameMissing' });
  expect(await rename(own?.id, 'a\u0000b')).toMatchObject({ field: 'name', error: 'passkeys.errors.nameUnfit' });
  expect(await rename(bobs?.id, 'Mine')).toMatchObject({ error: 'passkeys.errors.gone' });
  expect(await listPasskeys(alice.id)).toMatchObject([{ name: 'Phone' }]);
  expect((await eventTypes(alice.id)).filter((type) => type === 'passkey-renamed')).toHaveLength(1);
});

test('removes a passkey of the user only, once, and gives the session a new value', async () => {
  const { alice } = await begin();
  await addPasskeyOf(alice);
  await addPasskeyOf(await createPerson('bob'));
  const session = await createSession(alice);
  const [own, bobs] = (await db().query.passkeys.findMany()).sort((one) => (one.userId === alice.id ? -1 : 1));
  const remove = (passkey = '') => removePasskey(session, { passkey }, CLIENT);
  expect(await remove(bobs?.id)).toMatchObject({ error: 'passkeys.errors.gone' });
  const removed = await remove(own?.id);
  expect(removed.ok && (await findActiveSession(removed.sessionValue))).toMatchObject({ id: session.id });
  expect(await remove(own?.id)).toEqual(removed);
  expect(await listPasskeys(alice.id)).toEqual([]);
  expect((await eventTypes(alice.id)).filter((type) => type === 'passkey-removed')).toHaveLength(1);
});

test("an administrator's reset of two-factor authentication removes passkeys, and so does deleting the user", async () => {
  const { alice } = await begin();
  await addPasskeyOf(alice);
  await resetTwoFactor(alice.username);
  expect(await listPasskeys(alice.id)).toEqual([]);
  await addPasskeyOf(alice);
  await deleteUser(alice.username);
  expect(await db().query.passkeys.findMany()).toEqual([]);
});

test('no challenge can be read in the database', async () => {
  const { options } = await begin();
  expect(JSON.stringify(await db().query.passkeyChallenges.findMany())).not.toContain(options.challenge);
});
