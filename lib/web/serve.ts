import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Server as TcpServer } from 'node:net';
import next from 'next';
import proxyaddr from 'proxy-addr';
import { localeOfPath } from '../i18n/locales';
import { SettingError, type Settings } from '../settings';
import { type Answer, withAnswer } from './answer';
import { IS_SECURE } from './cookies';
import { judge } from './gate';
import { PICTURE_POLICY, pagePolicy, securityHeaders } from './headers';
import { carriesNotice, NOTICE_TAKEN } from './notice-cookie';
import { type PageStatus, statusPage } from './status-page';

/** A refused upload is read to its end if it is no longer than this. */
const DRAIN_MAX_BYTES = 64 * 1024 * 1024;

type Serving = Settings & { dev: boolean; toNext: (request: IncomingMessage, response: ServerResponse) => void };

/**
 * Serves Next behind the gate.
 *
 * @returns how to stop: it takes no new connection and finishes what is in flight; where another process takes over, it
 *   also answers what comes over connections that it has, until they have been idle for their time
 */
export async function serve(
  settings: Settings,
  { dev }: { dev: boolean },
): Promise<(isReplaced: boolean) => Promise<void>> {
  const app = next({ dev, hostname: settings.host, port: settings.port });
  await app.prepare();
  const serving = { ...settings, dev, toNext: app.getRequestHandler() };
  const server = createServer((request, response) => handle(request, response, serving));
  server.prependListener('request', (_, response) => {
    if (!server.listening) response.setHeader('Connection', 'close');
  });
  await listen(server, settings);
  return async (isReplaced) => {
    TcpServer.prototype.close.call(server); // node:http's would cut idle connections at once
    const cutIdle = () => server.closeIdleConnections();
    if (!isReplaced) setInterval(cutIdle, 20).unref();
    await once(server, 'close');
    await app.close();
  };
}

async function listen(server: Server, { port, host }: Settings): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new SettingError(`PORT ${port} is in use by another program; choose another one.`);
    if (code === 'EACCES') throw new SettingError(`PORT ${port} may not be used by this user; choose one above 1023.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new SettingError(`HOST must be an address of this machine, not "${host}".`);
    throw error;
  }
}

function handle(request: IncomingMessage, response: ServerResponse, serving: Serving): void {
  const path = request.url ?? '/';
  const nonce = randomBytes(16).toString('base64');
  const policy = path.startsWith('/avatars/') ? PICTURE_POLICY : pagePolicy(nonce, serving);
  for (const [name, value] of securityHeaders({ policy, secure: IS_SECURE })) response.setHeader(name, value);

  const refused = judge(request, serving.origins);
  if (refused) refuse(request, response, `${refused.status}`);
  else pass(request, response, policy, serving);
}

function pass(request: IncomingMessage, response: ServerResponse, policy: string, serving: Serving): void {
  const answer: Answer = {};
  describe(request, policy, serving);
  complete(request, response, answer);
  withAnswer(answer, () => serving.toNext(request, response));
}

/** Tells Next, in headers that nobody else can set, what it cannot know by itself. */
function describe(request: IncomingMessage, policy: string, { trustsProxy }: Serving): void {
  const { headers } = request;
  headers['x-portrait-address'] = proxyaddr(request, trustsProxy);
  headers['x-portrait-request'] = randomUUID();
  headers['x-next-intl-locale'] = localeOfPath(request.url ?? '/') ?? '';
  headers['content-security-policy'] = policy;
  headers['x-forwarded-proto'] = IS_SECURE ? 'https' : 'http';
  if (headers.origin) headers.host = new URL(headers.origin).host;
  delete headers['x-forwarded-host'];
}

/**
 * Adds to the head of Next's answer what was said of it, takes the notice back that it has shown, and where Next fails
 * with a bare text puts a page in its place.
 */
function complete(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { writeHead, write, end } = response;
  const isScript = request.headers['next-action'] !== undefined || request.headers.rsc !== undefined;
  const path = request.url ?? '/';
  let failure: PageStatus | undefined;

  response.writeHead = ((status: number, ...rest: []) => {
    if (answer.retryAfterSeconds) response.setHeader('Retry-After', answer.retryAfterSeconds);
    if (isScript || path.startsWith('/api/')) return writeHead.call(response, status, ...rest);
    if (status === 200 && showsNotice(request, response)) response.appendHeader('Set-Cookie', NOTICE_TAKEN);
    failure = FAILURES.find((failure) => Number(failure) === status);
    if (failure) {
      for (const name of ['Content-Length', 'Content-Encoding', 'ETag']) response.removeHeader(name);
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
    }
    return writeHead.call(response, status === 200 && answer.status ? answer.status : status, ...rest);
  }) as typeof writeHead;
  response.write = ((...args: Parameters<typeof write>) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return failure ? true : write.apply(response, args);
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return failure ? end.call(response, statusPage(failure, path), 'utf8') : end.apply(response, args);
  }) as typeof end;
}

/** How Next answers a malformed or stale form, an address outside the locales, and a page or an action that throws. */
const FAILURES: PageStatus[] = ['400', '404', '409', '500'];

function showsNotice({ method, headers }: IncomingMessage, response: ServerResponse): boolean {
  const isPage = /^text\/html/.test(String(response.getHeader('content-type')));
  return isPage && method === 'GET' && carriesNotice(headers.cookie);
}

/** Answers with a page of our own, once the body has come: a browser shows no answer that cuts its upload short. */
function refuse(request: IncomingMessage, response: ServerResponse, status: PageStatus): void {
  if (status === '405') response.setHeader('Allow', 'GET, HEAD, POST');
  response.setHeader('Connection', 'close');
  const answer = () => {
    response.writeHead(Number(status), { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(statusPage(status, request.url ?? '/'));
  };
  if (Number(request.headers['content-length'] ?? 0) > DRAIN_MAX_BYTES) answer();
  else request.resume().once('end', answer);
}
