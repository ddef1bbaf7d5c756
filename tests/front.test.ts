import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Busy } from '../lib/busy';
import { settings } from '../lib/settings';
import { failed } from '../lib/web/failure';
import { type Front, frontServer, LIMITS } from '../lib/web/front';
import { message, says } from './support/wire';

const ORIGIN = 'http://account.example';
const FORM = { origin: ORIGIN, 'content-type': 'multipart/form-data; boundary=edge' };
const MEGABYTE = 1024 * 1024;

const form = (value: string | Buffer) =>
  Buffer.concat([
    Buffer.from('--edge\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\n'),
    Buffer.from(value),
    Buffer.from('\r\n--edge--\r\n'),
  ]);

let server: Server;
let reached: IncomingMessage[];

/** Starts the server in front of pages that the test makes up. @returns its address */
async function before(pages: Front['pages'], limits: Partial<Front['limits']> = {}): Promise<string> {
  reached = [];
  const seen = (request: IncomingMessage, response: ServerResponse) => {
    reached.push(request);
    return pages(request, response);
  };
  const { trustsProxy } = settings({});
  server = frontServer({ origins: [ORIGIN], trustsProxy, dev: false, pages: seen, limits: { ...LIMITS, ...limits } });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Pages that answer with the digest of what they were sent. */
const digest = (body: Buffer) => createHash('sha256').update(body).digest('hex');
const echo = async (request: IncomingMessage, response: ServerResponse) => {
  response.end(digest(await buffer(request)));
};

/** Sends a body in chunks, without telling how long it is. */
async function streams(url: string, chunks: Iterable<Buffer>): Promise<[number | undefined, string]> {
  const sent = request(`${url}/en/profile`, { method: 'POST', headers: { ...FORM, 'transfer-encoding': 'chunked' } });
  Readable.from(chunks).pipe(sent);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return [response.statusCode, (await buffer(response)).toString()];
}

describe('a body', () => {
  test('reaches the pages whole, whether or not its length is told', async () => {
    const url = await before(echo);
    const body = form(Buffer.alloc(3 * MEGABYTE, 'photo'));
    expect(await streams(url, [body.subarray(0, 7), body.subarray(7, MEGABYTE), body.subarray(MEGABYTE)])).toEqual([
      200,
      digest(body),
    ]);
    const told = await says(url, ...message('POST /en/profile', FORM, body));
    expect(told.body).toContain(digest(body));
  });

  test('of more than twelve megabytes is refused, though its length is not told', async () => {
    const url = await before(echo);
    const [status] = await streams(url, [...Array(12).fill(Buffer.alloc(MEGABYTE)), Buffer.alloc(1)]);
    expect([status, reached.length]).toEqual([413, 1]);
    expect([reached[0]?.method, reached[0]?.headers['x-portrait-refused']]).toEqual(['GET', '413']);
  });

  test('that nobody would read to its end is cut off', async () => {
    const url = await before(echo, { drainBytes: MEGABYTE });
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
    const url = await before(echo, { heldBytes: 1000 });
    const refused = await says(url, ...message('POST /en/profile', FORM, form('x'.repeat(2000))));
    expect([refused.status, refused.head]).toEqual([503, expect.stringContaining('Retry-After: ')]);
    for (let sent = 0; sent < 5; sent++)
      expect((await says(url, ...message('POST /en/profile', FORM, form('x'.repeat(500))))).status).toBe(200);
  });

  test('in chunks that are none is refused with a page', async () => {
    const url = await before(echo);
    const headers = { ...FORM, 'transfer-encoding': 'chunked' };
    const heard = await says(url, ...message('POST /en/profile', headers), 'zz\r\nhello\r\n');
    expect([heard.status, heard.body, reached]).toEqual([400, expect.stringContaining('arrived damaged'), []]);
  });
});

describe('a connection that trickles', () => {
  const quick = { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 };

  test.each([
    ['its head', 'GET /en/profile HTTP/1.1\r\nHost: a\r\nX-Slow: '],
    ['its body', `${message('POST /en/profile', { ...FORM, 'content-length': '100' })[0]}--edge`],
  ])('with %s is cut, with a page', async (_, beginning) => {
    const url = await before(echo, quick);
    const heard = await says(url, beginning);
    expect([heard.status, heard.body, reached]).toEqual([408, expect.stringContaining('took too long'), []]);
    expect(heard.head).toContain('Content-Security-Policy');
  });

  test('holds up nobody else, a hundred of them do not', async () => {
    const url = await before(echo);
    const beginning = message('POST /en/profile', { ...FORM, 'content-length': '100' })[0] as string;
    const slow = Array.from({ length: 100 }, () => connect(Number(new URL(url).port), '127.0.0.1'));
    await Promise.all(slow.map((socket) => new Promise((sent) => socket.write(beginning, sent))));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });
});

test.each([
  ['a head of 20 KB', message('GET /de/profile', { cookie: 'c'.repeat(20_000) }), 431, 'Cookies dieser Website'],
  ['something that is not HTTP', ['hello\r\n\r\n'], 400, 'arrived damaged'],
  ['a TLS handshake', [Buffer.from([22, 3, 1, 2, 0, 1, 0, 1])], 400, 'arrived damaged'],
  ['CONNECT', message('CONNECT evil.example:443'), 405, 'that kind of request'],
  ['no host', message('GET /en/profile', { host: undefined }), 400, 'arrived damaged'],
  ['two lengths', message('GET /en/profile', { 'content-length': '1\r\nContent-Length: 2' }), 400, 'arrived damaged'],
  ['a header with a NUL', message('GET /en/profile', { 'x-nul': '\0' }), 400, 'arrived damaged'],
])('%s is answered with a page', async (_, bytes, status, sentence) => {
  const url = await before(echo);
  const heard = await says(url, ...bytes);
  expect([heard.status, heard.body]).toEqual([status, expect.stringContaining(sentence)]);
  expect(heard.head).toContain("frame-ancestors 'none'");
  expect(reached).toEqual([]);
});

test('a connection that is reset at any moment takes nothing with it', async () => {
  const url = await before(echo);
  const [whole = ''] = message('GET /en/profile');
  const [body = ''] = message('POST /en/profile', { ...FORM, 'content-length': '100' });
  for (const bytes of [
    '',
    'GET /en',
    whole,
    body,
    `${body}--edge`,
    'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
    'junk\r\n\r\n',
  ]) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await new Promise((sent) => socket.write(`${bytes}`, sent));
    socket.resetAndDestroy();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  }
});

test('what follows an answer that is under way is not mixed with it', async () => {
  const asked = new EventEmitter();
  const url = await before(async (_, response) => {
    asked.emit('asked');
    await once(asked, 'answer');
    response.end('late');
  });
  const isAsked = once(asked, 'asked');
  const heard = says(url, ...message('GET /en/profile', { connection: undefined }), 'junk\r\n\r\n');
  await isAsked;
  asked.emit('answer');
  expect((await heard).head).not.toContain(' 400 ');
});

test('the pages believe what the server says of a request, and nobody else', async () => {
  const url = await before(echo);
  const forged = { 'x-portrait-address': '6.6.6.6', 'x-portrait-refused': '413', 'x-forwarded-host': 'evil.example' };
  const said = { ...forged, host: 'evil.example', 'x-next-intl-locale': 'xx', 'content-security-policy': 'none' };
  await says(url, ...message('GET /fr/profile', { ...said, origin: 'junk', 'x-forwarded-proto': 'gopher' }));
  expect(reached[0]?.headers).toMatchObject({
    host: 'account.example',
    'x-portrait-address': '127.0.0.1',
    'x-portrait-refused': '',
    'x-next-intl-locale': 'fr',
    'x-forwarded-proto': 'http',
    'content-security-policy': expect.stringContaining("object-src 'none'"),
  });
  expect(reached[0]?.headers).not.toHaveProperty('x-forwarded-host');
});

test('pages that throw are answered for, and the next request is served', async () => {
  const url = await before(async () => {
    throw new Error('a bug');
  });
  for (let asked = 0; asked < 2; asked++) {
    const heard = await says(url, ...message('GET /en/"><script>alert(1)</script>'));
    expect([heard.status, heard.body]).toEqual([500, expect.stringMatching(/administrator: \w{4}-\w{4}/)]);
    expect(heard.body).not.toContain('<script>');
  }
});

test.each([
  ['itself', new Busy(7)],
  ['within another error', new Error('a query', { cause: new Busy(7) })],
  ["within next-auth's", new Error('a callback', { cause: { err: new Busy(7) } })],
])('an error Busy, %s, becomes a 503 that says when to try again', async (_, error) => {
  const url = await before(async (request, response) => {
    failed(error, { path: request.url ?? '', method: 'GET' });
    response.statusCode = 500;
    response.end('Internal Server Error');
  });
  const heard = await says(url, ...message('GET /en/profile'));
  expect([heard.status, heard.head]).toEqual([503, expect.stringContaining('Retry-After: 7')]);
  expect(heard.body).toContain('The server is busy or starting.');
});
