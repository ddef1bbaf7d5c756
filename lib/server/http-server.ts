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
  Omit<RequestOptions, 'limits'> & { limits: BodyLimits & Required<TimeLimits> };

type TimeLimits = Pick<ServerOptions, 'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval'>;

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

/** Milliseconds. A photo over a slow line takes a minute or two; a request's head never does. */
export const LIMITS: HttpServerOptions['limits'] = {
  headersTimeout: 10_000,
  requestTimeout: 180_000,
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

type LastExchange = { request: IncomingMessage; response: PageResponse };

/** The server in front of Next: every request gets a response, and a hostile or malformed one never reaches Next. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const lastOf = new WeakMap<Duplex, LastExchange>();
  const handle = (request: IncomingMessage, response: PageResponse) => {
    if (isStopping(server)) response.setHeader('Connection', 'close');
    lastOf.set(request.socket, { request, response });
    return handleRequest(request, response.begin(request, options), options);
  };
  const server = createServer(
    { ...options.limits, requireHostHeader: false, IncomingMessage, ServerResponse: PageResponse },
    handle,
  );
  server.on('checkContinue', handle);
  server.on('checkExpectation', handle);
  server.on('connect', (request, socket) => responseTo(request.url, socket, options).sendStatus('405'));
  server.on('clientError', (error: ClientError, socket) => {
    const last = lastOf.get(socket);
    const isUnderWay = last !== undefined && !last.response.writableFinished;
    if (!socket.writable) socket.destroy();
    else if (!isUnderWay) responseTo(pathIn(error), socket, options).sendStatus(statusOf(error));
    else if (last.request.complete) finishAlone(last.response, socket as Socket);
    else if (last.response.headersSent) socket.destroy();
    else last.response.sendStatus(statusOf(error));
  });
  return Object.assign(server, { closeSilentConnections: trackSilent(server) });
}

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
  return response.begin(request, options);
}
