import { disableUser, enableUser, endUserSessions, resetPassword, resetTwoFactor, setUser } from '../lib/people';
import type { Actor } from '../lib/people/act';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession, deleteUser } from './support/people';

useDatabase();

type Act = (who: { id: string }, actor: Actor) => Promise<unknown>;

test.each<[string, Act]>([
  ['change', (who, actor) => setUser(who, actor, { role: 'Chief' })],
  ['disable', disableUser],
  ['enable', enableUser],
  ['log out', endUserSessions],
  ['reset the password of', resetPassword],
  ['reset the second factor of', resetTwoFactor],
])('administrators who %s someone who was deleted meanwhile are told so', async (_, act) => {
  const session = await createSession(await createPerson('ada', { administrator: true }));
  const bob = await createPerson('bob');
  await deleteUser(bob.username);
  const refused = await act({ id: bob.id }, { session, client: CLIENT });
  expect(refused).toEqual({ ok: false, error: 'people.errors.personGone', isStale: true });
});
