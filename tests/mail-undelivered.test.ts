import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { transaction } from '../db';
import { now } from '../lib/adapters/clock';
import { queueMail } from '../lib/mail';
import { deliverOne, retryAtOnce } from '../lib/mail/delivery';
import { type MailSettings, mailSettings } from '../lib/settings';
import { useDatabase } from './support/database';
import { deliver, startMailServer, useMailServer } from './support/mail-server';
import { queueOne, waitingMail } from './support/outbox';
import { CLIENT, createPerson } from './support/people';
import { advanceClock, freezeClock } from './support/two-factor';

freezeClock();
useDatabase();
const mail = useMailServer();

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** Points mail at a server of a test's own. */
async function serve(onConnection: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer(onConnection as never).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env.SMTP_URL = `smtp://127.0.0.1:${(server.address() as { port: number }).port}`;
  return server;
}

test('keeps mail that a server refuses, tries it ever later, and gives up after three days', async () => {
  await queueOne();
  await mail().stop();
  const times: number[] = [];
  const beginning = now();
  for (let attempt = 1; attempt <= 100; attempt++) {
    await deliver();
    const [row] = await waitingMail();
    const lastError = expect.stringContaining('ECONNREFUSED');
    expect(row).toMatchObject({ attempts: attempt, claimedUntil: 0, lastError });
    if (row?.failedAt) break;
    const wait = (row?.dueAt ?? 0) - now();
    times.push(wait);
    advanceClock(wait);
  }
  expect(times[0]).toBeLessThanOrEqual(60 * SECOND);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  expect(now() - beginning).toBeGreaterThan(67 * HOUR);
  expect(now() - beginning).toBeLessThanOrEqual(72 * HOUR);
  advanceClock(24 * HOUR);
  await retryAtOnce();
  await deliver();
  expect(await waitingMail()).toMatchObject([{ attempts: times.length + 1 }]);
});

test('sends waiting mail at once after a start, with the same Message-ID and the date of its event', async () => {
  const username = await queueOne();
  const { port } = mail();
  await mail().stop();
  await deliver();
  const [row] = await waitingMail();
  const again = await startMailServer({}, port);
  await deliver();
  expect(again.received).toEqual([]);
  await retryAtOnce();
  await deliver();
  const { headers } = await again.next(username);
  expect(headers['message-id']).toBe(`<${row?.id}@example.com>`);
  expect(Date.parse(headers.date ?? '')).toBe(Math.floor((row?.createdAt ?? 0) / 1000) * 1000);
  expect(await waitingMail()).toEqual([]);
  await again.stop();
});

const refuses = (...args: unknown[]) => (args.at(-1) as (error: Error) => void)(new Error('no'));

test.each([
  ['the recipient', { onRcptTo: refuses }],
  ['the sender', { onMailFrom: refuses }],
  ['the connection', { onConnect: refuses }],
])('keeps mail when the server refuses %s', async (_, options) => {
  await queueOne();
  const server = await startMailServer(options);
  process.env.SMTP_URL = server.url;
  await deliver();
  expect(await waitingMail()).toMatchObject([{ attempts: 1, claimedUntil: 0, lastError: expect.any(String) }]);
  await server.stop();
});

test.each([
  ['that the server refuses', 'refused@example.com'],
  ['that is none', 'eve@example.org, x@example.com'],
])('sends the other mail at once after an address %s', async (_, recipient) => {
  const { id } = await createPerson('alice');
  for (const [to, at] of [
    [recipient, now() - 1],
    ['accepted@example.com', now()],
  ] as const)
    await transaction((on) =>
      queueMail(on, { type: 'password-changed', userId: id, client: CLIENT, recipient: to, at }),
    );
  await mail().stop();
  const server = await startMailServer({
    onRcptTo: ({ address }, _session, done) => done(address === 'refused@example.com' ? new Error('no') : null),
  });
  process.env.SMTP_URL = server.url;
  await deliver();
  await server.stop();
  expect(server.received.map(({ to }) => to)).toEqual([['accepted@example.com']]);
  expect(await waitingMail()).toMatchObject([
    { recipient, attempts: 1, claimedUntil: 0, lastError: expect.any(String) },
  ]);
});

test('keeps mail when the server closes the connection in the middle', async () => {
  await queueOne();
  const server = await serve((socket) => {
    socket.write('220 hello\r\n');
    socket.once('data', () => socket.destroy());
    socket.on('error', () => {});
  });
  await deliver();
  expect(await waitingMail()).toMatchObject([{ attempts: 1, lastError: expect.any(String) }]);
  server.close();
});

test('gives up at once on a server that says nothing, when it is told to stop', async () => {
  await queueOne();
  const cut = new AbortController();
  const server = await serve((socket) => {
    socket.on('error', () => {});
    cut.abort();
  });
  const delivery = await deliverOne(mailSettings() as MailSettings, { cut: cut.signal });
  expect(delivery).toMatchObject({ state: 'failed' });
  server.close();
});
