import sharp from 'sharp';
import { transaction } from '../db';
import { upsertApplicationSession } from '../db/application-sessions';
import { now } from '../lib/adapters/clock';
import { claimsOf } from '../lib/applications/claims';
import { findPicture, picturePath } from '../lib/applications/picture';
import { registerApplication } from '../lib/applications/registry';
import { storageOf } from '../lib/applications/storage';
import { changeProfile, type ProfileChange } from '../lib/profile';
import { useDatabase } from './support/database';
import { CLIENT, changeUser, createPerson, createSession, findUser, PASSWORD, setUser } from './support/people';
import { picture } from './support/scenes';
import { advanceClock, freezeClock } from './support/two-factor';

useDatabase();
freezeClock();

async function changes(change: Partial<ProfileChange>): Promise<void> {
  const session = await createSession(await findUser('alice@example.com'));
  await changeProfile(session, { currentPassword: PASSWORD, ...change }, CLIENT);
}

test('without mail, a changed username is not said to be verified', async () => {
  const alice = await createPerson('alice');
  await changeUser(alice, { usernameVerifiedAt: now() });
  expect(await claimsOf(alice.id)).toMatchObject({ email: 'alice@example.com', email_verified: true });
  await changes({ username: 'chief@example.com' });
  expect(await claimsOf(alice.id)).toMatchObject({ email: 'chief@example.com', email_verified: false });
});

test.each<[string, string, () => Promise<unknown>]>([
  ['username', 'preferred_username', () => changes({ username: 'chief@example.com' })],
  ['language', 'locale', () => changes({ language: 'de' })],
  ['picture', 'picture', async () => changes({ avatar: await picture('other.png', { colour: '#2040c0' }) })],
  ['removed picture', 'picture', () => changes({ avatar: 'none' })],
  ['company', 'company', () => setUser('alice@example.com', { company: 'Zenith' })],
  ['role', 'role', () => setUser('alice@example.com', { role: 'Pilot' })],
])('an application can see from updated_at that a %s changed', async (_, claim, change) => {
  const { id } = await createPerson('alice');
  await changes({ avatar: await picture() });
  const before = await claimsOf(id);
  advanceClock(60_000);
  await change();
  const after = await claimsOf(id);
  expect(after?.[claim]).not.toBe(before?.[claim]);
  expect(after?.updated_at).toBe((before?.updated_at as number) + 60);
});

test('an application learns nothing more about a disabled user, whatever it has stored', async () => {
  const alice = await createPerson('alice');
  await changes({ avatar: await picture() });
  const path = picturePath(await findUser('alice@example.com')) ?? '';
  const { id: applicationId } = await registerApplication({
    name: 'Wiki',
    redirectUris: ['https://wiki.example.com/'],
  });
  const use = { id: 'grant', sessionId: (await createSession(alice)).id, applicationId };
  await transaction((on) => upsertApplicationSession(on, use, now()));
  const learned = () => Promise.all([claimsOf(alice.id), findPicture(path), storageOf('Grant')?.find?.('grant')]);
  expect(await learned()).not.toContain(undefined);
  await changeUser(alice, { disabledAt: now() });
  expect(await learned()).toEqual([undefined, undefined, undefined]);
});

test('a picture has the size that was asked for, under an address that outlives a new AUTH_SECRET', async () => {
  const { id } = await createPerson('alice');
  await changes({ avatar: await picture() });
  const path = picturePath(await findUser('alice@example.com')) ?? '';
  expect((await claimsOf(id))?.picture).toBe(`http://localhost:3000${path}`);
  const widthOf = async (size?: number) => (await sharp(await findPicture(path, size)).metadata()).width;
  expect([await widthOf(), await widthOf(64), await widthOf(192), await widthOf(7)]).toEqual([512, 64, 192, 512]);
  const { AUTH_SECRET } = process.env;
  process.env.AUTH_SECRET = `another secret for tests of 32 bytes,${AUTH_SECRET}`;
  expect(await widthOf()).toBe(512);
  process.env.AUTH_SECRET = AUTH_SECRET;
});
