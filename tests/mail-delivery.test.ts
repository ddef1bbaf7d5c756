import { db, transaction } from '../db';
import { claimMail, updateMail } from '../db/outbox';
import { now } from '../lib/adapters/clock';
import { runCleanup } from '../lib/cleanup';
import { createLink } from '../lib/links';
import { queueMail } from '../lib/mail';
import { useDatabase } from './support/database';
import { deliver, useMailServer } from './support/mail-server';
import { queueOne, waitingMail } from './support/outbox';
import { CLIENT, createPerson, findUser } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

freezeClock();
useDatabase();
const mail = useMailServer();

const SECOND = 1000;
const HOUR = 3600 * SECOND;

test('sends plain text that asks for no automatic reply', async () => {
  const username = await queueOne();
  await deliver();
  const { from, to, headers, raw, text } = await mail().next(username);
  expect([from, to]).toEqual(['portrait@example.com', [username]]);
  expect(headers).toMatchObject({
    from: 'Portrait <portrait@example.com>',
    to: username,
    subject: 'Your password was changed',
    'auto-submitted': 'auto-generated',
    'content-type': 'text/plain; charset=utf-8',
  });
  expect(raw).not.toMatch(/text\/html|<img|multipart/i);
  expect(text).toContain(`The password for ${username} was changed.`);
  expect(await waitingMail()).toEqual([]);
});

test('of many that deliver at once, each mail is sent by one', async () => {
  const { id } = await createPerson('alice');
  for (let n = 0; n < 8; n++)
    await transaction((on) =>
      queueMail(on, { type: 'password-changed', userId: id, client: CLIENT, recipient: `copy${n}@example.com` }),
    );
  await Promise.all(Array.from({ length: 4 }, deliver));
  await deliver();
  expect(
    mail()
      .received.map(({ to }) => to[0])
      .sort(),
  ).toEqual(Array.from({ length: 8 }, (_, n) => `copy${n}@example.com`));
});

test('takes over the mail of a process that died', async () => {
  const username = await queueOne();
  const [row] = await waitingMail();
  await transaction((on) => claimMail(on, row?.dueAt ?? 0, 75 * SECOND));
  await deliver();
  expect(mail().received).toEqual([]);
  advanceClock(75 * SECOND);
  await deliver();
  expect(await waitingMail()).toEqual([]);
  await mail().next(username);
});

test('takes over the mail of a process that died while its clock was an hour ahead', async () => {
  const username = await queueOne();
  await transaction((on) => claimMail(on, now() + HOUR, 75 * SECOND));
  await deliver();
  expect(await waitingMail()).toEqual([]);
  await mail().next(username);
});

test.each([
  '"eve@example.org,x"@example.com',
  'alice@example.com, eve@example.org',
  'alice@example.com\r\nBcc: eve@example.org',
  'alice@example.com>\r\nRCPT TO:<eve@example.org',
])('sends to nobody else, whatever the recipient is: %j', async (recipient) => {
  await queueOne(recipient);
  await deliver();
  for (const { to, headers } of mail().received) {
    expect(to).toHaveLength(1);
    expect(to).not.toContain('eve@example.org');
    expect(headers.bcc).toBeUndefined();
  }
});

test('cleans up links that expired, and mail that failed a month ago', async () => {
  const username = await queueOne();
  const user = await findUser(username);
  await createLink(user, 'reset');
  const [row] = await waitingMail();
  await transaction((on) => updateMail(on, row?.id ?? '', { failedAt: now() }));
  await runCleanup();
  expect([await waitingMail(), await db().query.linkTokens.findMany()]).toEqual([
    [expect.anything()],
    [expect.anything()],
  ]);
  advanceClock(HOUR);
  await runCleanup();
  expect(await db().query.linkTokens.findMany()).toEqual([]);
  advanceClock(30 * 24 * HOUR);
  await runCleanup();
  expect(await waitingMail()).toEqual([]);
});
