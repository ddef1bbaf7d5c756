import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { createHttpServer, type HttpServer, type HttpServerOptions, LIMITS } from '../../lib/server/http-server';
import { settings } from '../../lib/settings';
import { type RequestContext, requestContext } from '../../lib/web/request-context';

const ORIGIN = 'http://account.example';
export const FORM = { origin: ORIGIN, 'content-type': 'multipart/form-data; boundary=edge' };

let server: HttpServer | undefined;
/** Requests that reached the pages, and what the pages know of each. */
export let reached: IncomingMessage[];
export let contexts: (RequestContext | undefined)[];
let connections: Socket[];

/** Starts the HTTP server in front of the test's own pages. @returns its address */
export async function serveBehind(
  pages: HttpServerOptions['pages'],
  limits: Partial<HttpServerOptions['limits']> = {},
  options: Partial<HttpServerOptions> = {},
): Promise<string> {
  reached = [];
  contexts = [];
  connections = [];
  const seen = (request: IncomingMessage, response: ServerResponse) => {
    reached.push(request);
    contexts.push(requestContext());
    return pages(request, response);
  };
  const { trustsProxy } = settings({});
  const own = createHttpServer({
    origins: [ORIGIN],
    trustsProxy,
    dev: false,
    pages: seen,
    limits: { ...LIMITS, ...limits },
    ...options,
  });
  server = own;
  own.on('connection', (connection) => connections.push(connection));
  own.listen(0, '127.0.0.1');
  await once(own, 'listening');
  return `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
}

/** Waits until the server has read all that a client has sent. */
export async function isRead({ localPort, bytesWritten }: Socket): Promise<void> {
  const received = () => connections.find(({ remotePort }) => remotePort === localPort)?.bytesRead;
  while (received() !== bytesWritten) await setImmediate();
}

export const closeServerAfterEach = () =>
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

/** Pages that respond with the body's digest. */
export const digest = (body: Buffer) => createHash('sha256').update(body).digest('hex');
export const echo = async (request: IncomingMessage, response: ServerResponse) => {
  response.end(digest(await buffer(request)));
};
