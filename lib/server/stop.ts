import { once } from 'node:events';
import { Server as TcpServer } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type HttpServer, markStopping } from './http-server';

/** After a quiet period this long, no connection is left to accept. */
const QUIET_MS = 100;
const MAX_ACCEPT_MS = 2000;

/** How long a connection that has sent nothing may stay open; browsers open some ahead. */
const SILENT_MS = 1000;

/** Stops accepting, and returns once every request has its response. */
export async function stopServer(server: HttpServer, isReplaced: boolean): Promise<void> {
  markStopping(server);
  await acceptWaiting(server);
  const closed = once(server, 'close');
  TcpServer.prototype.close.call(server); // node:http's own close also cuts connections with unread requests
  if (isReplaced) return void (await closed);
  const idle = setInterval(() => readThen(() => server.closeIdleConnections()), 20);
  const silent = globalThis.setTimeout(() => readThen(() => server.closeSilentConnections()), SILENT_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(silent);
}

/** When the process stops listening, the kernel resets connections that the process has not accepted. */
async function acceptWaiting(server: TcpServer): Promise<void> {
  let isQuiet = false;
  const notice = () => {
    isQuiet = false;
  };
  server.on('connection', notice);
  const deadline = performance.now() + MAX_ACCEPT_MS;
  while (!isQuiet && performance.now() < deadline) {
    isQuiet = true;
    await setTimeout(QUIET_MS);
    await setImmediate(); // timers run before connections are accepted, and late in a busy process
    await setImmediate();
  }
  server.off('connection', notice);
}

/** Lets the event loop read what has arrived before a connection counts as idle. */
const readThen = (act: () => void) => globalThis.setImmediate(act);
