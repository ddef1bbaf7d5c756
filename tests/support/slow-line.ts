import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Longer than a frame, so that the browser paints after each piece. */
const PAUSE_MS = 25;

/** A proxy that sends pages tag by tag, like a slow line. @returns its origin and how to stop it */
export async function slowLine(origin: string): Promise<{ url: string; stop(): void }> {
  const server = createServer(async (request, response) => {
    const headers = { accept: request.headers.accept ?? '', cookie: request.headers.cookie ?? '' };
    const answer = await fetch(origin + request.url, { headers });
    const body = Buffer.from(await answer.arrayBuffer());
    const { 'content-encoding': _, 'content-length': __, ...kept } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, kept);
    if (!kept['content-type']?.startsWith('text/html')) return response.end(body);
    const [head = '', markup = ''] = body.toString().split(/(?=<body)/);
    response.write(head);
    for (const piece of markup.split(/(?=<(?!script|path|\/))/)) {
      response.write(piece);
      await setTimeout(PAUSE_MS);
    }
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, stop: () => server.close() };
}
