import { createServer, IncomingMessage, type Server, type ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import proxyaddr from 'proxy-addr';
import { log } from '../adapters/log';
import { localeOfPath } from '../i18n/locales';
import type { Settings } from '../settings';
import { IS_SECURE } from '../web/cookies';
import { runInContext } from '../web/request-context';
import { beginExchange, type Exchange, respondWithStatus } from './exchange';
import { checkMultipart } from './multipart';
import { type BodyLimits, readBody, withBody, withoutBody } from './request-body';
import { bodyMaxBytes, checkRequest } from './request-guard';
import { completeResponse } from './response';
import type { PageStatus } from './status-page';

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type HttpServerOptions = Pick<Settings, 'origins' | 'trustsProxy'> & {
  dev: boolean;
  /** What answers the requests that pass: Next. */
  pages: Pages;
  limits: BodyLimits & Required<TimeLimits>;
};

type TimeLimits = Pick<ServerOptions, 'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval'>;

/**
 * A photo over a slow line takes a minute or two, a head never so long. Times in milliseconds. A process keeps no more
 * than ten of the largest bodies, and reads no upload further than five of them.
 */
export const LIMITS: HttpServerOptions['limits'] = {
  headersTimeout: 10_000,
  requestTimeout: 180_000,
  connectionsCheckingInterval: 1000,
  maxHeldBytes: 128 * 1024 * 1024,
  maxDrainBytes: 64 * 1024 * 1024,
};

/** The small server in front of Next: every request gets an answer, and what is hostile or broken goes no further. */
export function createHttpServer(front: HttpServerOptions): Server {
  /** What came last over a connection. */
  const last = new WeakMap<Duplex, [IncomingMessage, Exchange]>();
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (!server.listening) response.setHeader('Connection', 'close'); // stopping
    const begun = beginExchange(request, response, front);
    last.set(request.socket, [request, begun]);
    answer(request, begun, front).catch((error) => fail(begun, error));
  };
  const server = createServer({ ...front.limits, requireHostHeader: false }, handle);
  server.on('checkExpectation', handle);
  server.on('connect', (request, socket) => respondWithStatus(visitOf(request.url, socket, front), '405'));
  server.on('clientError', (error: ClientError, socket) => {
    const [request, begun] = last.get(socket) ?? [];
    const isFree = !begun || begun.response.writableFinished;
    const isOfBody = request?.complete === false && begun?.response.headersSent === false;
    if (!socket.writable || !(isFree || isOfBody)) return socket.destroy(); // an answer is under way
    respondWithStatus(isFree ? visitOf(addressIn(error), socket, front) : begun, statusOf(error));
  });
  return server;
}

async function answer(request: IncomingMessage, begun: Exchange, front: HttpServerOptions): Promise<void> {
  const refused = checkRequest(request, front.origins)?.status;
  const mostBytes = refused ? 0 : bodyMaxBytes(request);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  if (!refused && !hasBody) return pass(request, begun, front);
  const body = await readBody(request, begun.response, mostBytes, front.limits);
  const fault = refused ?? (typeof body === 'number' ? body : await checkMultipart(request.headers, body as Buffer));
  if (!fault) return pass(withBody(request, body as Buffer), begun, front);
  if (!leadsBack(fault, begun)) return respondWithStatus(begun, `${fault}`);
  if (!request.complete) begun.response.setHeader('Connection', 'close'); // the rest of it is not read
  Object.assign(begun.context, { isForm: false, status: fault });
  return pass(withoutBody(request), begun, front, fault);
}

/** The profile's form, which alone has a file, is shown again with what was wrong of it; other pages have a plain page. */
function leadsBack(fault: number, { path, isScripted, context }: Exchange): fault is 400 | 413 {
  const isOfForm = context.isForm && (fault === 400 || fault === 413);
  return isOfForm && !isScripted && localeOfPath(path) !== undefined && /^\/\w+\/profile(\?|$)/.test(path);
}

async function pass(
  request: IncomingMessage,
  begun: Exchange,
  front: HttpServerOptions,
  refused?: 400 | 413,
): Promise<void> {
  describe(request, begun, front, refused);
  completeResponse(request, begun);
  await runInContext(begun.context, () => front.pages(request, begun.response));
}

/** Headers by which Next speaks to itself. */
const NEXTS_OWN = /^x-(middleware|invoke|matched|now|prerender)-|^x-nextjs-data$/;

/** Tells the pages, in headers that nobody else can set, what they cannot know by themselves. */
function describe(
  request: IncomingMessage,
  { policy, context }: Exchange,
  front: HttpServerOptions,
  refused?: number,
): void {
  const { headers } = request;
  for (const name of Object.keys(headers)) if (NEXTS_OWN.test(name)) delete headers[name];
  const origins = front.origins.map((origin) => new URL(origin));
  const origin =
    origins.find(({ origin }) => origin === headers.origin) ?? origins.find(({ host }) => host === headers.host);
  headers.host = (origin ?? origins[0])?.host;
  headers['x-portrait-address'] = proxyaddr(request, front.trustsProxy);
  headers['x-portrait-request'] = context.reference;
  headers['x-portrait-refused'] = String(refused ?? '');
  headers['content-security-policy'] = policy;
  headers['x-forwarded-proto'] = IS_SECURE ? 'https' : 'http';
  delete headers['x-forwarded-host'];
}

/** What is thrown here is a bug, unless it is that the visitor has gone. */
function fail(begun: Exchange, error: NodeJS.ErrnoException): void {
  if (error.code === 'ECONNRESET' || begun.response.headersSent) return;
  log.error({ request: begun.context.reference, path: begun.path, err: error }, 'a request failed');
  respondWithStatus(begun, '500');
}

type ClientError = Error & { code?: string; rawPacket?: Buffer };

/** What Node's parser calls a request that cannot be read: too long a head, too slow, or no HTTP. */
function statusOf({ code }: ClientError): PageStatus {
  if (code === 'HPE_HEADER_OVERFLOW') return '431';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408' : '400';
}

const addressIn = ({ rawPacket }: ClientError) => rawPacket?.toString('latin1', 0, 1000).split(' ', 2)[1];

/** Begins the answer to what never became a request. */
function visitOf(path: string | undefined, socket: Duplex, front: HttpServerOptions): Exchange {
  const request = new IncomingMessage(socket as Socket);
  request.url = path;
  const response = new ServerResponse(request);
  response.assignSocket(socket as Socket);
  socket.on('error', () => socket.destroy()); // Node listens no longer
  response.once('finish', () => (socket as Socket).destroySoon());
  return beginExchange(request, response, front);
}
