import { createServer, IncomingMessage, type Server, type ServerOptions } from 'node:http';
import type { Socket, Server as TcpServer } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Settings } from '../settings';
import type { BodyLimits } from './request-body';
import { handleRequest } from './request-handler';
import type { RequestOptions } from './request-options';
import { PageResponse } from './response';
import type { PageStatus } from './status-page';

export type HttpServerOptions = Pick<Settings, 'origins' | 'trustsProxy'> &
  Omit<RequestOptions, 'limits'> & { limits: BodyLimits & Required<TimeLimits> & { writeTimeout: number } };

type TimeLimits = Pick<ServerOptions, 'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval'>;

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

/** Milliseconds. A photo over a slow line takes a minute or two; a request's head never does. */
export const LIMITS: HttpServerOptions['limits'] = {
  headersTimeout: 10_000,
  requestTimeout: 180_000,
  writeTimeout: 60_000,
  connectionsCheckingInterval: 1000,
  largeBodiesBytes: 128 * MEGABYTE,
  largeBodiesShareBytes: 48 * MEGABYTE,
  smallBodiesBytes: 16 * MEGABYTE,
  smallBodiesShareBytes: 4 * MEGABYTE,
  maxDrainBytes: 64 * MEGABYTE,
  minPace: { bytes: 10 * KILOBYTE, periodMs: 10_000 },
};

export type HttpServer = Server<typeof IncomingMessage, typeof PageResponse> & {
  closeSilentConnections(): void;
};

type Exchange = { request: IncomingMessage; response: PageResponse; waits?: boolean };

/** The last request of each socket, until its response is finished. */
const unfinished = new WeakMap<Duplex, Exchange>();

function begin(socket: Duplex, exchange: Exchange, options: HttpServerOptions): PageResponse {
  unfinished.set(socket, exchange);
  exchange.response.once('finish', () => {
    if (unfinished.get(socket) === exchange) unfinished.delete(socket);
  });
  return exchange.response.begin(exchange.request, options);
}

/** The server in front of Next: every request gets a response, and a hostile or malformed one never reaches Next. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const handle = async (request: IncomingMessage, response: PageResponse) => {
    const { socket } = request;
    const earlier = unfinished.get(socket);
    const exchange = { request, response, waits: earlier !== undefined };
    begin(socket, exchange, options);
    response.on('timeout', () => {
      if (socket.writableLength > 0) socket.destroy(); // else the response is still being made
    });
    if (earlier) {
      if (!mayWait(request, earlier)) return void socket.destroy();
      await new Promise((closed) => earlier.response.once('close', closed));
      if (socket.destroyed || response.headersSent) return;
      exchange.waits = false;
    }
    if (isStopping(server)) response.setHeader('Connection', 'close');
    await handleRequest(request, response, options);
  };
  const server = createServer(
    { ...options.limits, requireHostHeader: false, IncomingMessage, ServerResponse: PageResponse },
    handle,
  );
  server.on('checkContinue', handle);
  server.on('checkExpectation', handle);
  server.timeout = options.limits.writeTimeout;
  server.on('connect', (request, socket) => {
    if (unfinished.has(socket)) socket.destroy();
    else responseTo(request.url, socket, options).sendStatus('405');
  });
  server.on('clientError', (error: ClientError, socket) => {
    const last = unfinished.get(socket);
    if (!socket.writable) socket.destroy();
    else if (!last) responseTo(pathIn(error), socket, options).sendStatus(statusOf(error));
    else if (last.request.complete) finishAlone(last.response, socket as Socket);
    else if (last.response.headersSent) socket.destroy();
    else last.response.sendStatus(statusOf(error));
  });
  return Object.assign(server, { closeSilentConnections: trackSilent(server) });
}

/**
 * Responses are made one after the other, so that a client that doesn't read holds the memory of one. A second request
 * may wait: a client that has read a whole file may send it before our stream of the file ends. Clients that pipeline
 * more have to retry (RFC 9112, section 9.3.2). Tiny chunks of a body that waits would take far more than their bytes.
 */
const mayWait = ({ headers }: IncomingMessage, earlier: Exchange) =>
  !earlier.waits && headers['transfer-encoding'] === undefined;

function trackSilent(server: TcpServer): () => void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
}

const stopping = new WeakSet<object>();

export function markStopping(server: object): void {
  stopping.add(server);
}

const isStopping = (server: object) => stopping.has(server);

/** Bytes after a whole request that aren't HTTP: they are ignored, and the connection closes after the response. */
function finishAlone(response: PageResponse, socket: Socket): void {
  socket.pause();
  if (!response.headersSent) response.setHeader('Connection', 'close');
  response.once('finish', () => socket.destroySoon());
}

type ClientError = Error & { code?: string; rawPacket?: Buffer };

function statusOf({ code }: ClientError): PageStatus {
  if (code === 'HPE_HEADER_OVERFLOW') return '431';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408' : '400';
}

const pathIn = ({ rawPacket }: ClientError) => rawPacket?.toString('latin1', 0, 1000).split(' ', 2)[1];

function responseTo(path: string | undefined, socket: Duplex, options: HttpServerOptions): PageResponse {
  const request = new IncomingMessage(socket as Socket);
  request.url = path;
  const response = new PageResponse(request);
  response.assignSocket(socket as Socket);
  socket.on('error', () => socket.destroy()); // Node no longer listens
  response.once('finish', () => (socket as Socket).destroySoon());
  return begin(socket, { request, response }, options);
}
