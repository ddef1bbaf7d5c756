import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { closeServerAfterEach, digest, echo, FORM, reached, serveBehind } from './support/http-server';
import { message, sendRaw } from './support/wire';

closeServerAfterEach();

const MEGABYTE = 1024 * 1024;

const form = (value: string | Buffer) =>
  Buffer.concat([
    Buffer.from('--edge\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\n'),
    Buffer.from(value),
    Buffer.from('\r\n--edge--\r\n'),
  ]);

/** Sends a body in chunks, without telling how long it is. */
async function streams(url: string, chunks: Iterable<Buffer>): Promise<[number | undefined, string]> {
  const sent = request(`${url}/en/profile`, { method: 'POST', headers: { ...FORM, 'transfer-encoding': 'chunked' } });
  Readable.from(chunks).pipe(sent);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return [response.statusCode, (await buffer(response)).toString()];
}

describe('a body', () => {
  test('reaches the pages whole, whether or not its length is told', async () => {
    const url = await serveBehind(echo);
    const body = form(Buffer.alloc(3 * MEGABYTE, 'photo'));
    expect(await streams(url, [body.subarray(0, 7), body.subarray(7, MEGABYTE), body.subarray(MEGABYTE)])).toEqual([
      200,
      digest(body),
    ]);
    const told = await sendRaw(url, ...message('POST /en/profile', FORM, body));
    expect(told.body).toContain(digest(body));
  });

  test('of more than twelve megabytes is refused, though its length is not told', async () => {
    const url = await serveBehind(echo);
    const [status] = await streams(url, [...Array(12).fill(Buffer.alloc(MEGABYTE)), Buffer.alloc(1)]);
    expect([status, reached.length]).toEqual([413, 1]);
    expect([reached[0]?.method, reached[0]?.headers['x-portrait-refused']]).toEqual(['GET', '413']);
  });

  test('that nobody would read to its end is cut off', async () => {
    const url = await serveBehind(echo, { maxDrainBytes: MEGABYTE });
    const endless = message('POST /en/profile', { ...FORM, 'content-length': String(1e12) });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const ended = new Promise((resolve) => {
      socket.once('close', resolve).once('error', resolve); // a reset is an end too
    });
    socket.write(endless[0] as string);
    const more = () => socket.writable && socket.write(Buffer.alloc(MEGABYTE)) && setImmediate(more);
    socket.on('drain', more);
    more();
    socket.resume();
    await ended;
    expect(reached.map(({ method }) => method)).toEqual(['GET']);
  });

  test('for which the memory is too full is refused with 503, and forgotten', async () => {
    const url = await serveBehind(echo, { maxHeldBytes: 1000 });
    const refused = await sendRaw(url, ...message('POST /en/profile', FORM, form('x'.repeat(2000))));
    expect([refused.status, refused.head]).toEqual([503, expect.stringContaining('Retry-After: ')]);
    for (let sent = 0; sent < 5; sent++)
      expect((await sendRaw(url, ...message('POST /en/profile', FORM, form('x'.repeat(500))))).status).toBe(200);
  });

  test('in chunks that are none is refused with a page', async () => {
    const url = await serveBehind(echo);
    const headers = { ...FORM, 'transfer-encoding': 'chunked' };
    const heard = await sendRaw(url, ...message('POST /en/profile', headers), 'zz\r\nhello\r\n');
    expect([heard.status, heard.body, reached]).toEqual([400, expect.stringContaining('arrived damaged'), []]);
  });
});
