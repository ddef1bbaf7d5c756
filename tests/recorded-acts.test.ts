import type { Event } from '../lib/activity';
import { eventRecord } from '../lib/activity';
import type { EventType } from '../lib/event-type';
import {
  deleteUser,
  disableUser,
  enableUser,
  endUserSessions,
  resetPassword,
  resetTwoFactor,
  setUser,
} from '../lib/people';
import { type Actor, BY_COMMAND_LINE } from '../lib/people/act';
import { renameCompany } from '../lib/people/companies';
import { createUser } from '../lib/people/create';
import { useDatabase } from './support/database';
import { recordedEvents } from './support/events';
import { CLIENT, changeUser, createPerson, createSession } from './support/people';

useDatabase();

const BOB = 'bob@example.com';

async function administrator() {
  const session = await createSession(await createPerson('ada', { administrator: true }));
  return { session, client: CLIENT };
}

const lastEventOf = async (userId: string) => (await recordedEvents(userId)).at(-1) as Event;

type Act = (who: { id: string }, actor: Actor) => Promise<{ ok: boolean }>;
type Given = (bob: { id: string; username: string }) => Promise<unknown>;

const ACTS: [EventType, string, Act, Given?][] = [
  ['account-disabled', 'disabled', disableUser],
  ['account-enabled', 'enabled', enableUser, (bob) => changeUser(bob, { disabledAt: 1 })],
  ['sessions-ended', 'logged out', endUserSessions, createSession],
  ['two-factor-reset', 'freed of a second factor', resetTwoFactor, (bob) => changeUser(bob, { totpSecret: 'pending' })],
  ['password-reset', 'given a one-time password', resetPassword],
  ['account-changed', 'moved to a company', (who, actor) => setUser(who, actor, { company: 'Zenith' })],
  ['account-changed', 'given a role', (who, actor) => setUser(who, actor, { role: 'Pilot' })],
  ['account-changed', 'given a language', (who, actor) => setUser(who, actor, { language: 'de' })],
  ['administrator-granted', 'made an administrator', (who, actor) => setUser(who, actor, { administrator: true })],
  [
    'administrator-revoked',
    'made an ordinary person',
    (who, actor) => setUser(who, actor, { administrator: false }),
    (bob) => changeUser(bob, { administrator: true }),
  ],
];

test.each(ACTS)(
  "%s: the activity of a person who is %s names the administrator, and the administrator's names the person",
  async (...row) => {
    const [type, , act, given] = row;
    const ada = await administrator();
    const bob = await createPerson('bob');
    await given?.(bob);
    expect(await act(bob, ada)).toMatchObject({ ok: true });
    const theirs = { type, actor: 'ada@example.com', subject: null, address: '', userAgent: '' };
    expect(await lastEventOf(bob.id)).toMatchObject(theirs);
    const { address, userAgent } = CLIENT;
    const own = { type, actor: null, subject: BOB, address, userAgent };
    expect(await lastEventOf(ada.session.userId)).toMatchObject(own);
  },
);

test.each(ACTS)(
  '%s: the activity of a person who is %s on the command line says so, and no other does',
  async (...row) => {
    const [type, , act, given] = row;
    await administrator();
    const bob = await createPerson('bob');
    await given?.(bob);
    const before = await recordedEvents();
    expect(await act(bob, BY_COMMAND_LINE)).toMatchObject({ ok: true });
    const events = (await recordedEvents()).slice(before.length);
    expect(events).toEqual([
      expect.objectContaining({ type, userId: bob.id, actor: null, subject: null, userAgent: 'npm run user' }),
    ]);
  },
);

test('a creation, a deletion and a renamed company are in the activity of the administrator', async () => {
  const ada = await administrator();
  const created = await createUser({ username: BOB, company: 'Acme' }, ada);
  if (!created.ok) throw new Error(created.error);
  const mine = () => lastEventOf(ada.session.userId);
  expect(await mine()).toMatchObject({ type: 'account-created', subject: BOB, actor: null, ...CLIENT });
  expect(await lastEventOf(created.id)).toMatchObject({ type: 'account-created', actor: 'ada@example.com' });
  await renameCompany(ada.session, { company: 'Acme', name: 'Zenith' }, CLIENT);
  expect(await mine()).toMatchObject({ type: 'company-renamed', subject: 'Acme → Zenith', ...CLIENT });
  await deleteUser({ id: created.id }, ada);
  expect(await mine()).toMatchObject({ type: 'account-deleted', subject: BOB, actor: null, ...CLIENT });
});

test('a downloaded event names who did it, and to whom', async () => {
  const ada = await administrator();
  const bob = await createPerson('bob');
  await disableUser(bob, ada);
  expect(eventRecord(await lastEventOf(ada.session.userId))).toMatchObject({ event: 'account-disabled', subject: BOB });
  expect(eventRecord(await lastEventOf(bob.id))).toMatchObject({ actor: 'ada@example.com', address: '' });
});
