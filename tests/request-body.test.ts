import { EventEmitter, once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { LIMITS } from '../lib/server/http-server';
import { readBody } from '../lib/server/request-body';
import {
  closeServerAfterEach,
  contexts,
  digest,
  echo,
  FORM,
  isRead,
  reached,
  serveBehind,
} from './support/http-server';
import { message, sendRaw } from './support/wire';

closeServerAfterEach();

const MEGABYTE = 1024 * 1024;

const form = (value: string | Buffer) =>
  Buffer.concat([
    Buffer.from('--edge\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\n'),
    Buffer.from(value),
    Buffer.from('\r\n--edge--\r\n'),
  ]);

/** Sends a body in chunks, without Content-Length. */
async function streams(url: string, chunks: Iterable<Buffer>): Promise<[number | undefined, string]> {
  const sent = request(`${url}/en/profile`, { method: 'POST', headers: { ...FORM, 'transfer-encoding': 'chunked' } });
  Readable.from(chunks).pipe(sent);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return [response.statusCode, (await buffer(response)).toString()];
}

/** Reads a body that the test sends as `data` and `end`. */
function reads(limits: Partial<typeof LIMITS> = {}) {
  const request = Object.assign(new EventEmitter(), { headers: {} });
  const options = { maxBytes: MEGABYTE, client: '', limits: { ...LIMITS, ...limits } };
  return { request, read: readBody(request as IncomingMessage, new EventEmitter() as ServerResponse, options) };
}

test('chunks of one byte take at most twice the memory of their bytes', async () => {
  const { request, read } = reads();
  const sent = Buffer.from('a body in chunks.'.repeat(20_000));
  const allocated = jest.spyOn(Buffer, 'allocUnsafeSlow');
  const chunk = Buffer.alloc(1);
  for (const byte of sent) {
    chunk[0] = byte; // a chunk that is kept would change
    request.emit('data', chunk);
  }
  const bytes = allocated.mock.calls.reduce((sum, [length]) => sum + length, 0);
  allocated.mockRestore();
  request.emit('end');
  expect([sent.equals((await read) as Buffer), bytes < 2 * sent.length]).toEqual([true, true]);
});

describe('a body', () => {
  test('reaches the pages complete, with or without Content-Length', async () => {
    const url = await serveBehind(echo);
    const body = form(Buffer.alloc(3 * MEGABYTE, 'photo'));
    expect(await streams(url, [body.subarray(0, 7), body.subarray(7, MEGABYTE), body.subarray(MEGABYTE)])).toEqual([
      200,
      digest(body),
    ]);
    const told = await sendRaw(url, ...message('POST /en/profile', FORM, body));
    expect(told.body).toContain(digest(body));
  });

  test('over 12 MB is rejected even without Content-Length', async () => {
    const url = await serveBehind(echo);
    const [status] = await streams(url, [...Array(12).fill(Buffer.alloc(MEGABYTE)), Buffer.alloc(1)]);
    expect([status, reached.length]).toEqual([413, 1]);
    expect([reached[0]?.method, contexts[0]?.refused]).toEqual(['GET', 413]);
  });

  test.each([
    ['64 K letters', 'é'.repeat(65_536), 200],
    ['one letter more', 'é'.repeat(65_537), 413],
  ])('with a text of %s is answered', async (_, text, status) => {
    const url = await serveBehind(echo);
    const body = `--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\n${text}\r\n--edge--\r\n`;
    expect((await sendRaw(url, ...message('POST /en/sessions', FORM, Buffer.from(body)))).status).toBe(status);
  });

  test('without an end is cut off', async () => {
    const url = await serveBehind(echo, { maxDrainBytes: MEGABYTE });
    const endless = message('POST /en/profile', { ...FORM, connection: undefined, 'content-length': String(1e12) });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const ended = new Promise((resolve) => {
      socket.once('close', resolve).once('error', resolve); // a reset is an end, too
    });
    socket.write(endless[0] as string);
    const more = () => socket.writable && socket.write(Buffer.alloc(MEGABYTE)) && setImmediate(more);
    socket.on('drain', more);
    more();
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    await ended;
    expect(heard).toMatch(/^connection: close\r$/im);
    expect(reached.map(({ method }) => method)).toEqual(['GET']);
  });

  test('gets 503 while memory is full, and frees what it held', async () => {
    const url = await serveBehind(echo, { smallBodiesBytes: 1000 });
    const refused = await sendRaw(url, ...message('POST /en/profile', FORM, form('x'.repeat(2000))));
    expect([refused.status, refused.head]).toEqual([503, expect.stringContaining('Retry-After: ')]);
    for (let sent = 0; sent < 5; sent++)
      expect((await sendRaw(url, ...message('POST /en/profile', FORM, form('x'.repeat(500))))).status).toBe(200);
  });

  test('with malformed chunks gets an error page', async () => {
    const url = await serveBehind(echo);
    const headers = { ...FORM, 'transfer-encoding': 'chunked' };
    const heard = await sendRaw(url, ...message('POST /en/profile', headers), 'zz\r\nhello\r\n');
    expect([heard.status, heard.body, reached]).toEqual([400, expect.stringContaining('arrived damaged'), []]);
  });
});

describe('unfinished bodies', () => {
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** Sends all but the last byte of a form, and keeps the connection open. */
  async function holds(url: string, size: number, address: string): Promise<void> {
    const whole = form(Buffer.alloc(size));
    const head = { ...FORM, 'x-forwarded-for': address, 'content-length': String(whole.length) };
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write(message('POST /en/profile', head)[0] as string);
    await new Promise((sent) => socket.write(whole.subarray(0, -1), sent));
    await isRead(socket);
  }

  const post = async (url: string, size: number, address: string) => {
    const headers = { ...FORM, 'x-forwarded-for': address };
    return (await sendRaw(url, ...message('POST /en/sessions', headers, form(Buffer.alloc(size))))).status;
  };

  const trustsProxy = () => true;
  const limits = {
    largeBodiesBytes: 8 * MEGABYTE,
    largeBodiesShareBytes: 4 * MEGABYTE,
    smallBodiesBytes: 1000,
    smallBodiesShareBytes: 500,
  };

  test('leave room for small forms, and for large ones of other clients', async () => {
    const url = await serveBehind(echo, limits, { trustsProxy });
    const large = () => post(url, 3 * MEGABYTE, '2001:db8:1:2::ff');
    for (let sent = 0; sent < 11; sent++) await holds(url, 3 * MEGABYTE, `2001:db8:1:2::${sent}`);
    const own = [await post(url, 200, '2001:db8:1:2::ff'), await large()];
    const others = [await post(url, 200, '192.0.2.1'), await post(url, 3 * MEGABYTE, '192.0.2.1')];
    expect([own, others]).toEqual([
      [200, 503],
      [200, 200],
    ]);
  });

  test('that are small leave room for small forms of other clients', async () => {
    const url = await serveBehind(echo, limits, { trustsProxy });
    for (let sent = 0; sent < 4; sent++) await holds(url, 100, '192.0.2.1');
    expect(await Promise.all([post(url, 200, '192.0.2.1'), post(url, 200, '192.0.2.2')])).toEqual([503, 200]);
  });

  test('are cut off if they stall', async () => {
    const url = await serveBehind(echo, { minPace: { bytes: 10, periodMs: 50 } });
    const headers = { ...FORM, 'content-length': '1000' };
    const stalls = await sendRaw(url, ...message('POST /en/sessions', headers), '--edge');
    expect([stalls.status, stalls.body, reached]).toEqual([408, expect.stringContaining('took too long'), []]);
  });

  test.each([
    ['are read to their end', 10, Buffer.alloc(50)],
    ['are cut off', 9, 408],
  ])('%s with %i bytes in each period, of which 10 are the least', async (_, bytes, result) => {
    jest.useFakeTimers();
    const { request, read } = reads({ minPace: { bytes: 10, periodMs: 300 } });
    for (let period = 0; period < 5; period++) {
      request.emit('data', Buffer.alloc(bytes));
      jest.advanceTimersByTime(300);
    }
    request.emit('end');
    jest.useRealTimers();
    expect(await read).toEqual(result);
  });
});
