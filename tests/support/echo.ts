import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An application behind a reverse proxy, which answers with the headers that reach it. */
export async function startEcho(): Promise<{ address: string; stop(): void }> {
  const server = createServer(({ headers, url }, response) => response.end(JSON.stringify({ url, ...headers })));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
