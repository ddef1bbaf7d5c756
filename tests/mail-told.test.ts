import { db, transaction } from '../db';
import type { OutboxMail } from '../db/outbox';
import { outbox } from '../db/schema';
import { lockUser } from '../db/users';
import { record } from '../lib/activity';
import type { EventType } from '../lib/event-type';
import english from '../messages/en.json';
import { useDatabase } from './support/database';
import { CLIENT, createPerson } from './support/people';

useDatabase();

beforeEach(() => {
  process.env.SMTP_URL = 'smtp://127.0.0.1:1';
});
afterEach(() => {
  delete process.env.SMTP_URL;
});

const EVENTS = Object.keys(english.activity.events) as EventType[];

/** The mail that each event queues, by event. */
async function mailOf(details: Partial<Parameters<typeof record>[1]>): Promise<Record<string, OutboxMail>> {
  const { id: userId } = await createPerson('alice');
  const mail: Record<string, OutboxMail> = {};
  for (const type of EVENTS) {
    await db().delete(outbox);
    await transaction(
      (on) => lockUser(on, userId),
      (on) => [record(on, { userId, type, client: CLIENT, ...details })],
    );
    const [queued] = await db().query.outbox.findMany();
    if (queued) mail[type] = queued;
  }
  return mail;
}

const typesOf = (mail: Record<string, OutboxMail>) =>
  Object.fromEntries(Object.entries(mail).map(([event, { type }]) => [event, type]));

test('people get a notice of each change in who can get into their account, and of nothing else', async () => {
  expect(typesOf(await mailOf({}))).toEqual({
    'account-disabled': 'account-disabled',
    'password-changed': 'password-changed',
    'password-reset': 'password-changed', // by a link: they did it themselves
    'passkey-added': 'passkey-added',
    'passkey-removed': 'passkey-removed',
    'recovery-code-used': 'recovery-code-used',
    'recovery-codes-renewed': 'recovery-codes-renewed',
    'signed-in': 'signed-in',
    'two-factor-disabled': 'two-factor-disabled',
    'two-factor-enabled': 'two-factor-enabled',
    'two-factor-reset': 'two-factor-reset',
  });
});

test("a notice of an administrator's act says so, without their address and device", async () => {
  const mail = await mailOf({ by: { id: 'ada', username: 'ada@example.com' } });
  expect(typesOf(mail)).toMatchObject({ 'account-disabled': 'account-disabled', 'password-reset': 'password-reset' });
  for (const { address, userAgent } of Object.values(mail)) expect([address, userAgent]).toEqual(['', '']);
});

test('administrators get no notice of what they do to others', async () => {
  expect(await mailOf({ subject: 'bob@example.com' })).toEqual({});
});
