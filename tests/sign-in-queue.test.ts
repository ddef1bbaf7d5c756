import { EventEmitter, once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import type { HttpServerOptions } from '../lib/server/http-server';
import { signInQueue } from '../lib/server/sign-in-queue';
import { settings } from '../lib/settings';
import { closeServerAfterEach, FORM, reached, serveBehind } from './support/http-server';
import { message, sendRaw } from './support/wire';

closeServerAfterEach();

const BODY = '--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--edge--\r\n';

/** Serves sign-ins that last until `open` is emitted. */
async function serveSlowly(limits: Parameters<typeof signInQueue>[0], options: Partial<HttpServerOptions> = {}) {
  const gate = new EventEmitter().setMaxListeners(0);
  const queue = signInQueue(limits);
  const pages = async (
    { method }: { method?: string },
    response: { statusCode: number; end(text: string): unknown },
  ) => {
    if (method === 'POST') await once(gate, 'open');
    response.statusCode = method === 'POST' ? 303 : 200;
    response.end('');
  };
  return { url: await serveBehind(pages, {}, { queue, ...options }), gate, queue };
}

const signIn = (url: string, headers = {}) =>
  sendRaw(url, ...message('POST /en/sign-in', { ...FORM, ...headers }, BODY));

test.each([200, 1000])(
  'of %d sign-ins at once, admits those that fit and responds to the others with 503',
  async (count) => {
    const { url, gate, queue } = await serveSlowly({ maxRunning: 2, maxWaiting: 10 });
    const answers = Promise.all(Array.from({ length: count }, () => signIn(url)));
    while (!queue.isFull()) await new Promise(setImmediate);
    const page = await sendRaw(url, ...message('GET /en/profile'));
    expect(page.status).toBe(200); // while every place is taken
    expect(reached.filter(({ method }) => method === 'POST')).toHaveLength(2);
    const open = setInterval(() => gate.emit('open'), 1);
    const statuses = (await answers).map(({ status }) => status);
    clearInterval(open);
    const counts = (status: number) => statuses.filter((each) => each === status).length;
    expect(counts(303)).toBeGreaterThanOrEqual(12);
    expect(counts(303) + counts(503)).toBe(count);
  },
);

test('a refused sign-in says why and when to retry, with and without JavaScript', async () => {
  const { url, queue } = await serveSlowly({ maxRunning: 1, maxWaiting: 0 });
  void signIn(url);
  while (!queue.isFull()) await new Promise(setImmediate);
  const page = await signIn(url);
  expect([page.status, page.head]).toEqual([503, expect.stringMatching(/^retry-after: 10$/im)]);
  expect(page.body).toContain('<h1>The server is busy</h1>');
  const scripted = await signIn(url, { 'next-action': 'a' });
  expect([scripted.status, scripted.body]).toEqual([503, 'The server is busy or starting up. Try again in a moment.']);
});

test('a client that disconnects while waiting loses its turn', async () => {
  const { url, gate, queue } = await serveSlowly({ maxRunning: 1, maxWaiting: 1, maxWaitMs: 3_600_000 });
  const first = signIn(url);
  const second = request(`${url}/en/sign-in`, { method: 'POST', headers: { ...FORM, 'content-length': BODY.length } });
  second.on('error', () => {});
  second.end(BODY);
  while (!queue.isFull()) await new Promise(setImmediate);
  second.destroy();
  for (let turns = 0; queue.isFull() && turns < 10_000; turns++) await new Promise(setImmediate);
  expect(queue.isFull()).toBe(false);
  const third = signIn(url);
  while (!queue.isFull()) await new Promise(setImmediate);
  const open = setInterval(() => gate.emit('open'), 1);
  expect([(await first).status, (await third).status]).toEqual([303, 303]);
  clearInterval(open);
  expect(reached).toHaveLength(2);
});

test('a sign-in that has waited too long is refused', async () => {
  const { url, gate, queue } = await serveSlowly({ maxRunning: 1, maxWaiting: 1, maxWaitMs: 50 });
  const first = signIn(url);
  while (reached.length === 0) await new Promise(setImmediate);
  expect((await signIn(url)).status).toBe(503);
  expect(queue.isFull()).toBe(false);
  gate.emit('open');
  expect((await first).status).toBe(303);
});

test('other forms do not wait, and a sign-in does, whatever follows in its address', async () => {
  const { url, gate } = await serveSlowly({ maxRunning: 0, maxWaiting: 0 });
  const other = sendRaw(url, ...message('POST /en/sessions', FORM, BODY));
  while (reached.length === 0) await new Promise(setImmediate);
  gate.emit('open');
  expect([(await other).status, (await signIn(url)).status]).toEqual([303, 503]);
  expect((await sendRaw(url, ...message('POST /en/sign-in?next=%2Fen%2Fsessions', FORM, BODY))).status).toBe(503);
});

test('a client that gives up a place loses its last one, and keeps its turn', async () => {
  const { run } = signInQueue({ maxRunning: 1, maxWaiting: 3 });
  const gate = new EventEmitter();
  const begun: string[] = [];
  const signsIn = (client: string, name: string) =>
    run(client, new EventEmitter() as ServerResponse, async () => {
      begun.push(name);
      if (begun.length === 1) await once(gate, 'open');
    });
  const all = ['first', 'second', 'third', 'last'].map((name) => signsIn('greedy', name));
  all.push(signsIn('other', 'other'));
  gate.emit('open');
  await Promise.all(all);
  expect(begun).toEqual(['first', 'second', 'third', 'other']);
});

test('a client that fills the queue gives a place to another one', async () => {
  const { trustsProxy } = settings({ TRUST_PROXY: 'loopback' });
  const { url, gate, queue } = await serveSlowly({ maxRunning: 1, maxWaiting: 4 }, { trustsProxy });
  const many = Array.from({ length: 5 }, () => signIn(url, { 'x-forwarded-for': '192.0.2.1' }));
  while (!queue.isFull()) await new Promise(setImmediate);
  const other = signIn(url, { 'x-forwarded-for': '192.0.2.2' });
  const first = await Promise.race(many);
  expect([first.status, queue.isFull()]).toEqual([503, true]);
  expect((await signIn(url, { 'x-forwarded-for': '192.0.2.1' })).status).toBe(503);
  const open = setInterval(() => gate.emit('open'), 1);
  const statuses = (await Promise.all([...many, other])).map(({ status }) => status);
  clearInterval(open);
  expect(statuses.sort()).toEqual([303, 303, 303, 303, 303, 503]);
  expect((await other).status).toBe(303);
});
