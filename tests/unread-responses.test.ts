import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { signInQueue } from '../lib/server/sign-in-queue';
import { closeServerAfterEach, FORM, reached, serveBehind } from './support/http-server';
import { message, sendRaw } from './support/wire';

closeServerAfterEach();

const FORM_BODY = '--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--edge--\r\n';

/** More than the system buffers for a connection. */
const LARGE = Buffer.alloc(32 * 1024 * 1024);

const clients: Socket[] = [];
afterEach(() => {
  for (const socket of clients.splice(0)) socket.destroy();
});

/** Sends a request, and never reads the response. */
function sendsOnly(url: string, bytes: (string | Uint8Array)[]): void {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  clients.push(socket);
  socket.on('error', () => {}).pause();
  for (const some of bytes) socket.write(some);
}

/** Sends a page as Next does: it waits for a client that reads slowly. */
async function respondLikeNext(response: ServerResponse, body: Buffer): Promise<void> {
  const finished = once(response, 'finish');
  if (!response.write(body)) await once(response, 'drain');
  response.end();
  await finished;
}

test('a connection whose response is not read is closed after a while', async () => {
  let closed: Promise<unknown> | undefined;
  const pages = async (_: unknown, response: ServerResponse) => {
    closed = once(response, 'close');
    response.end(LARGE);
  };
  const url = await serveBehind(pages, { writeTimeout: 100 });
  sendsOnly(url, message('GET /en/profile'));
  while (!closed) await new Promise(setImmediate);
  await closed;
});

test('a page that takes longer to make is not cut off', async () => {
  const pages = async ({ socket }: { socket: Socket }, response: ServerResponse) => {
    await once(socket, 'timeout');
    response.end('page');
  };
  const url = await serveBehind(pages, { writeTimeout: 50 });
  expect((await sendRaw(url, ...message('GET /en/profile'))).status).toBe(200);
});

test('a sign-in gives up its place when its page is made, whether or not the client reads it', async () => {
  const queue = signInQueue({ maxRunning: 1, maxWaiting: 0 });
  const pages = (_: unknown, response: ServerResponse) =>
    respondLikeNext(response, reached.length === 1 ? LARGE : Buffer.from('page'));
  const url = await serveBehind(pages, {}, { queue });
  const form = message('POST /en/sign-in', FORM, FORM_BODY);
  sendsOnly(url, form);
  while (reached.length === 0) await new Promise(setImmediate);
  for (let turns = 0; queue.isFull() && turns < 10_000; turns++) await new Promise(setImmediate);
  expect((await sendRaw(url, ...form)).status).toBe(200);
});
