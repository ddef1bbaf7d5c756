import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { log } from '../lib/adapters/log';
import { LIMITS } from '../lib/server/http-server';
import { Unavailable } from '../lib/unavailable';
import { reportError } from '../lib/web/report-error';
import { closeServerAfterEach, contexts, echo, FORM, reached, serveBehind } from './support/http-server';
import { message, sendRaw } from './support/wire';

closeServerAfterEach();

describe('a slow connection', () => {
  const quick = { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 };

  test.each([
    ['its head', 'GET /en/profile HTTP/1.1\r\nHost: a\r\nX-Slow: '],
    ['its body', `${message('POST /en/profile', { ...FORM, 'content-length': '100' })[0]}--edge`],
  ])('that stalls in %s is closed with an error page', async (_, beginning) => {
    const url = await serveBehind(echo, quick);
    const heard = await sendRaw(url, beginning);
    expect([heard.status, heard.body, reached]).toEqual([408, expect.stringContaining('took too long'), []]);
    expect(heard.head).toContain('Content-Security-Policy');
  });

  test('does not delay others, even if there are a hundred', async () => {
    const url = await serveBehind(echo);
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
  ['101 parameters', message(`GET /en/sign-in?${'a&'.repeat(100)}`), 400, 'arrived damaged'],
  ['101 parameters of OpenID', message(`GET /oidc/auth?${'a&'.repeat(100)}`), 400, 'arrived damaged'],
  ['101 parameters of a proxy', message(`GET /forward-auth?${'a&'.repeat(100)}`), 400, 'arrived damaged'],
  ['no host', message('GET /en/profile', { host: undefined }), 400, 'arrived damaged'],
  ['two lengths', message('GET /en/profile', { 'content-length': '1\r\nContent-Length: 2' }), 400, 'arrived damaged'],
  ['a header with a NUL', message('GET /en/profile', { 'x-nul': '\0' }), 400, 'arrived damaged'],
])('responds to %s with an error page', async (_, bytes, status, sentence) => {
  const url = await serveBehind(echo);
  const heard = await sendRaw(url, ...bytes);
  expect([heard.status, heard.body]).toEqual([status, expect.stringContaining(sentence)]);
  expect(heard.head).toContain("frame-ancestors 'none'");
  expect(reached).toEqual([]);
});

test('survives a connection that is reset at any moment, which is no error for the log', async () => {
  const logged = jest.spyOn(log, 'error').mockImplementation(() => {});
  const url = await serveBehind(echo);
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
  expect(logged.mock.calls).toEqual([]);
  logged.mockRestore();
});

test('answers a complete request, whatever bytes follow it', async () => {
  const asked = new EventEmitter();
  const url = await serveBehind(async (_, response) => {
    asked.emit('asked');
    await once(asked, 'answer');
    response.end('late');
  });
  const isAsked = once(asked, 'asked');
  const heard = sendRaw(url, ...message('GET /en/profile', { connection: undefined }), 'junk\r\n\r\n');
  await isAsked;
  asked.emit('answer');
  const { status, head, body } = await heard;
  expect([status, body]).toEqual([200, expect.stringContaining('late')]);
  expect(head).toMatch(/^connection: close$/im);
});

test('rejects a request with two Host lines', async () => {
  const url = await serveBehind(echo);
  const heard = await sendRaw(url, ...message('GET /en/profile', { host: 'a\r\nHost: b' }));
  expect([heard.status, reached]).toEqual([400, []]);
});

describe('a client that waits for 100 Continue', () => {
  const form = '--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--edge--\r\n';

  test.each([
    ['a body far too large', { 'content-length': '100000000' }, 413],
    ['a form from elsewhere', { 'content-length': '100', origin: 'https://evil.example' }, 403],
  ])('is refused at once with %s', async (_, headers, status) => {
    const url = await serveBehind(echo);
    const heard = await sendRaw(url, ...message('POST /en/profile', { ...FORM, expect: '100-continue', ...headers }));
    expect([heard.status, reached]).toEqual([status, []]);
  });

  test('gets it, and the response, with a valid form', async () => {
    const url = await serveBehind(echo);
    const heard = await sendRaw(url, ...message('POST /en/profile', { ...FORM, expect: '100-continue' }, form));
    expect([heard.status, heard.body]).toEqual([100, expect.stringContaining('HTTP/1.1 200')]);
  });
});

test('accepts a form whose type is in capitals, and passes it on in lower case', async () => {
  const url = await serveBehind(echo);
  const form = '--Edge\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--Edge--\r\n';
  const headers = { ...FORM, 'content-type': 'MULTIPART/FORM-DATA; boundary=Edge' };
  expect((await sendRaw(url, ...message('POST /en/profile', headers, form))).status).toBe(200);
  expect(reached[0]?.headers['content-type']).toBe('multipart/form-data; boundary=Edge');
});

test('tells the pages what they trust, whatever the client sends', async () => {
  const url = await serveBehind(echo);
  const forged = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.example' };
  const said = { ...forged, host: 'evil.example', 'content-security-policy': 'none' };
  await sendRaw(url, ...message('GET /en/profile', { ...said, origin: 'junk', 'x-forwarded-proto': 'gopher' }));
  expect(reached[0]?.headers).toMatchObject({
    host: 'account.example',
    'x-forwarded-proto': 'http',
    'content-security-policy': expect.stringContaining("object-src 'none'"),
  });
  expect(reached[0]?.headers).not.toHaveProperty('x-forwarded-host');
  expect(contexts).toEqual([expect.objectContaining({ address: '127.0.0.1' })]);
});

test('informs the pages that the site uses https, whatever the client sends', async () => {
  const url = await serveBehind(echo, {}, { origins: ['https://account.example'] });
  await sendRaw(url, ...message('GET /en/profile', { 'x-forwarded-proto': 'http' }));
  expect(reached[0]?.headers).toMatchObject({ host: 'account.example', 'x-forwarded-proto': 'https' });
});

test('responds with 500 if a page throws, and serves the next request', async () => {
  const url = await serveBehind(async () => {
    throw new Error('a bug');
  });
  for (let asked = 0; asked < 2; asked++) {
    const heard = await sendRaw(url, ...message('GET /en/profile?"><script>alert(1)</script>'));
    expect([heard.status, heard.body]).toEqual([500, expect.stringMatching(/administrator: \w{4}-\w{4}/)]);
    expect(heard.body).not.toContain('<script>');
  }
});

test('turns Unavailable that nothing has caught into a 503 with Retry-After', async () => {
  const url = await serveBehind(async () => {
    throw new Unavailable(7);
  });
  const heard = await sendRaw(url, ...message('GET /en/profile'));
  expect([heard.status, heard.head]).toEqual([503, expect.stringMatching(/^Retry-After: 7$/m)]);
});

test.each([
  ['itself', new Unavailable(7)],
  ['within another error', new Error('a query', { cause: new Unavailable(7) })],
  ["within next-auth's", new Error('a callback', { cause: { err: new Unavailable(7) } })],
])('turns Unavailable, %s, into a 503 with Retry-After', async (_, error) => {
  const url = await serveBehind(async (request, response) => {
    reportError(error, { path: request.url ?? '', method: 'GET' });
    response.statusCode = 500;
    response.end('Internal Server Error');
  });
  const heard = await sendRaw(url, ...message('GET /en/profile'));
  expect([heard.status, heard.head]).toEqual([503, expect.stringContaining('Retry-After: 7')]);
  expect(heard.body).toContain('The server is busy or starting up.');
});

test('logs a failed request without the secrets in its address and in its query', async () => {
  const logged = jest.spyOn(log, 'error').mockImplementation(() => {});
  const url = await serveBehind(async () => {
    throw new Error('Failed query, params: secret', { cause: new Error('out of memory') });
  });
  expect((await sendRaw(url, ...message('GET /en/set-password?token=secret'))).status).toBe(500);
  const line = { path: '/en/set-password', err: new Error('out of memory') };
  expect(logged.mock.calls).toEqual([[expect.objectContaining(line), 'a request failed']]);
  logged.mockRestore();
});

test('allows ten seconds for a head, three minutes for a request, and one in which no response is read', () => {
  expect(LIMITS).toMatchObject({ headersTimeout: 10_000, requestTimeout: 180_000, writeTimeout: 60_000 });
});
