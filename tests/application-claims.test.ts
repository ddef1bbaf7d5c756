import { now } from '../lib/adapters/clock';
import { claimsOf } from '../lib/applications/claims';
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
