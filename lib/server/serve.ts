import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:net';
import next from 'next';
import { SettingError, type Settings } from '../settings';
import { assetServer } from './assets';
import { createHttpServer, LIMITS } from './http-server';
import { routeConsoleToLog, silently, useBuiltConfig } from './next-internals';
import { stopServer } from './stop';

/** Connections waiting to be accepted; the kernel also limits them (somaxconn). */
const BACKLOG = 4096;

/**
 * Serves Next behind the HTTP server.
 * @returns how to stop. If another process takes over, idle connections may end by themselves.
 */
export async function serve(
  settings: Settings,
  { dev }: { dev: boolean },
): Promise<(isReplaced: boolean) => Promise<void>> {
  if (!dev) {
    useBuiltConfig();
    routeConsoleToLog();
  }
  // Outside development there is nothing to upgrade, so Next gets a server without connections.
  const httpServer = dev ? undefined : createServer();
  const app = next({ dev, hostname: settings.host, port: settings.port, httpServer });
  await (dev ? app.prepare() : silently(() => app.prepare()));
  const assets = dev ? undefined : assetServer();
  const server = createHttpServer({ ...settings, dev, assets, pages: app.getRequestHandler(), limits: LIMITS });
  await listen(server, settings);
  return async (isReplaced) => {
    await stopServer(server, isReplaced);
    await app.close();
  };
}

async function listen(server: Server, { port, host }: Settings): Promise<void> {
  try {
    server.listen(port, host, BACKLOG);
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
