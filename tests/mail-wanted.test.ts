import { randomUUID } from 'node:crypto';
import { db, transaction } from '../db';
import { updateMail } from '../db/outbox';
import { now } from '../lib/adapters/clock';
import { NO_CLIENT } from '../lib/client';
import { LOCALES } from '../lib/i18n/locales';
import { type MailType, queueMail } from '../lib/mail';
import { compose } from '../lib/mail/compose';
import { deliverOne } from '../lib/mail/delivery';
import { listInvitations } from '../lib/mail/invitations';
import { changeProfile } from '../lib/profile';
import type { MailSettings } from '../lib/settings';
import { useDatabase } from './support/database';
import { CLIENT, changeUser, createPerson, createSession, PASSWORD } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

useDatabase();
freezeClock();

type Queued = Omit<Parameters<typeof queueMail>[1], 'type' | 'client'>;

/** Queues a mail. @returns a function that renders it as the delivery would */
async function queued(type: MailType, of: Queued, client = CLIENT) {
  const id = randomUUID();
  await transaction((on) => queueMail(on, { type, client, id, ...of }));
  const row = await db().query.outbox.findFirst({ where: (outbox, { eq }) => eq(outbox.id, of.id ?? id) });
  return () => compose(row as NonNullable<typeof row>);
}

test('a reset goes to the username as it is stored, not as it was typed, and to no disabled user', async () => {
  const alice = await createPerson('alice');
  const typed = 'ａlice@EXAMPLE.com'; // may be another mailbox
  const mail = await queued('reset', { userId: null, recipient: typed });
  expect(await mail()).toMatchObject({ to: 'alice@example.com', text: expect.stringContaining('/en/set-password?') });
  await changeUser(alice, { disabledAt: now() });
  expect(await mail()).toBeUndefined();
  expect(await (await queued('reset', { userId: null, recipient: 'nobody@example.com' }))()).toBeUndefined();
});

test('an invitation is sent until the person has chosen a password, or is disabled', async () => {
  const { id: userId } = await createPerson('alice');
  const mail = await queued('invitation', { userId }, NO_CLIENT);
  expect(await mail()).toBeUndefined();
  await changeUser({ id: userId }, { passwordMustChange: true });
  expect(await mail()).toMatchObject({ to: 'alice@example.com' });
  await changeUser({ id: userId }, { disabledAt: now() });
  expect(await mail()).toBeUndefined();
});

test('a new username is confirmed only at the address that was asked for last, which the mail names', async () => {
  const alice = await createPerson('alice');
  const [first, last] = ['first@example.com', 'last@example.com'];
  const mails = [await queued('username', { userId: alice.id, recipient: first })];
  await changeUser(alice, { pendingUsername: first });
  expect((await mails[0]?.())?.text).toContain(first);
  mails.push(await queued('username', { userId: alice.id, recipient: last }));
  await changeUser(alice, { pendingUsername: last });
  expect(await mails[0]?.()).toBeUndefined();
  const sent = await mails[1]?.();
  expect([sent?.to, sent?.text.includes(last), sent?.text.includes(alice.username)]).toEqual([last, true, false]);
  await changeUser(alice, { pendingUsername: null });
  expect(await mails[1]?.()).toBeUndefined();
});

test('mail that is sent late has the time and the identifier of when it was queued', async () => {
  const { id: userId } = await createPerson('alice');
  const at = now();
  const mail = await queued('password-changed', { userId });
  const first = await mail();
  advanceClock(3_600_000);
  expect(await mail()).toEqual(first);
  expect(first?.at).toBe(at);
});

test('administrators see which invitations wait, and which failed and why', async () => {
  const people = [await createPerson('waiting'), await createPerson('failed')];
  for (const { id } of people) await queued('invitation', { userId: id, id }, NO_CLIENT);
  const failed = { failedAt: now(), lastError: '550 no such user\nhere' };
  await transaction((on) => updateMail(on, people[1]?.id ?? '', failed));
  const states = await listInvitations();
  expect(people.map(({ id }) => states.get(id))).toEqual(['invitation waiting', 'invitation failed: 550 no such user']);
});

test('a person may spell their username in another case, although it is theirs', async () => {
  const session = await createSession(await createPerson('alice'));
  process.env.SMTP_URL = 'smtp://127.0.0.1:1';
  const change = { username: 'ALICE@example.com', currentPassword: PASSWORD };
  expect(await changeProfile(session, change, CLIENT)).toMatchObject({ ok: true, isPending: true });
  delete process.env.SMTP_URL;
});

test('mail uses the name that APP_NAME gives, and the advice that fits', async () => {
  const alice = await createPerson('alice', { password: undefined });
  process.env.APP_NAME = 'Acme ID';
  const own = await (await queued('password-changed', { userId: alice.id }))();
  const act = await (await queued('account-disabled', { userId: alice.id }, NO_CLIENT))();
  const invitation = await (await queued('invitation', { userId: alice.id }, NO_CLIENT))();
  delete process.env.APP_NAME;
  expect(invitation?.subject).toBe('Your invitation to Acme ID');
  for (const mail of [own, act, invitation]) expect(`${mail?.subject} ${mail?.text}`).not.toContain('Portrait');
  expect(own?.text).toContain('http://localhost:3000/en/forgotten-password');
  expect(act?.text).toContain('ask your administrator');
  expect(act?.text).not.toContain('forgotten-password');
  expect(invitation?.text).toContain('within 72 hours');
});

test.each(LOCALES)('mail has no soft hyphens, and isolates Latin text between Arabic: %s', async (language) => {
  const { id: userId } = await createPerson('alice', { language });
  const mail = await (await queued('recovery-codes-renewed', { userId }))();
  expect(`${mail?.subject} ${mail?.text}`).not.toContain('\u00ad');
  expect(mail?.text.includes('\u2068alice@example.com\u2069')).toBe(language === 'ar');
});

test('mail that is no longer needed is dropped, even if the mail server is down', async () => {
  await queued('reset', { userId: null, recipient: 'nobody@example.com', id: 'mail' });
  expect(await deliverOne({} as MailSettings, { id: 'another' })).toEqual({ state: 'none' });
  expect(await deliverOne({} as MailSettings, { id: 'mail' })).toEqual({ state: 'dropped' });
  expect(await db().query.outbox.findMany()).toEqual([]);
});
