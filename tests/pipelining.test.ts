import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { closeServerAfterEach, FORM, isRead, reached, serveBehind } from './support/http-server';
import { message, sendRaw } from './support/wire';

closeServerAfterEach();

const FORM_BODY = '--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--edge--\r\n';
const get = (path: string) => message(`GET ${path}`, { connection: undefined })[0] as string;

/** Pages that wait for `answer`, and respond with their path. */
async function serveGated() {
  const gate = new EventEmitter();
  const url = await serveBehind(async (request, response) => {
    await once(gate, 'answer');
    response.end(`page ${request.url}.`);
  });
  return { url, gate };
}

/** Sends bytes, waits until the server has read them, and gives all that it answers until it closes the connection. */
async function sends(url: string, bytes: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  const closed = once(socket, 'close').then(() => heard);
  await new Promise((sent) => socket.write(bytes, sent));
  await isRead(socket);
  return { closed };
}

test.each([
  ['GET', message('GET /en/sessions')],
  ['POST', message('POST /en/sessions', FORM, FORM_BODY)],
])('a %s that follows an unfinished response waits for it', async (_, [head, body]) => {
  const { url, gate } = await serveGated();
  const { closed } = await sends(url, `${get('/en/profile')}${head}${body}`);
  expect(reached.map((request) => request.url)).toEqual(['/en/profile']);
  gate.emit('answer');
  while (reached.length < 2) await new Promise(setImmediate);
  gate.emit('answer');
  const heard = await closed;
  expect(heard.match(/HTTP\/1.1 200|page [^.]*/g)).toEqual([
    'HTTP/1.1 200',
    'page /en/profile',
    'HTTP/1.1 200',
    'page /en/sessions',
  ]);
});

test.each([
  ['a thousand requests in a row', get('/en/sessions').repeat(1000)],
  ['a body in chunks', `${message('POST /en/sessions', { ...FORM, 'transfer-encoding': 'chunked' })[0]}1\r\n-\r\n`],
  ['CONNECT', message('CONNECT evil.example:443')[0]],
])('a client that sends %s before it has its response is disconnected', async (_, more) => {
  const { url } = await serveGated();
  const heard = await sendRaw(url, `${get('/en/profile')}${more}`);
  expect(heard.head).toBe('');
  expect(reached.map((request) => request.url)).toEqual(['/en/profile']);
  expect((await fetch(`${url}/healthz?`, { method: 'PUT' })).status).toBe(405);
});

test('CONNECT after a finished response gets an error page', async () => {
  const url = await serveBehind(async (_, response) => {
    response.end('page');
  });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(get('/en/profile'));
  let heard = String((await once(socket, 'data'))[0]);
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  socket.write(message('CONNECT evil.example:443')[0] as string);
  await once(socket, 'close');
  expect(heard.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 405']);
});
