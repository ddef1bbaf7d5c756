import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { Server as TcpServer } from 'node:net';
import next from 'next';
import { SettingError, type Settings } from '../settings';
import { withAssets } from './assets';
import { createHttpServer, LIMITS } from './http-server';

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
  if (!dev) process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(builtConfig());
  // Outside development Next has no connection to upgrade: it is given a server that never hears of one.
  const httpServer = dev ? undefined : createServer();
  const app = next({ dev, hostname: settings.host, port: settings.port, httpServer });
  await (dev ? app.prepare() : silently(() => app.prepare()));
  const pages = dev ? app.getRequestHandler() : withAssets(app.getRequestHandler());
  const server = createHttpServer({ ...settings, dev, pages, limits: LIMITS });
  await listen(server, settings);
  return async (isReplaced) => {
    TcpServer.prototype.close.call(server); // node:http's would cut idle connections at once
    const cutIdle = () => server.closeIdleConnections();
    if (!isReplaced) setInterval(cutIdle, 20).unref();
    await once(server, 'close');
    await app.close();
  };
}

/**
 * The settings that the pages were built with, which Next takes from here in its own standalone server too. To read
 * next.config.ts again would load two compilers: 50 MB in every process, and half a second at the start.
 */
function builtConfig(): object {
  return JSON.parse(readFileSync('.next/required-server-files.json', 'utf8')).config;
}

/** Next has no setting for what it prints at the start. */
async function silently(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => {};
  await work().finally(() => {
    console.log = log;
  });
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
