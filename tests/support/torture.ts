import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { EventType } from '../../lib/event-type';
import { isFile } from '../../lib/settings';
import { type Life, live } from './life';
import type { Portrait } from './server';

type Options = { url?: string; isEnough?: (type: EventType) => boolean };

/**
 * Lets people make changes until the server is killed.
 * @param delayMs between the last awaited answer and the kill
 * @returns the size of an SQLite file's `-wal` at the last answer, in bytes
 */
export async function liveUntilKilled(
  portrait: Portrait,
  lives: Life[],
  delayMs: number,
  { url = portrait.url, isEnough = after(5 + Math.floor(Math.random() * 20)) }: Options = {},
): Promise<{ walSize: number }> {
  let walSize = 0;
  let killed: Promise<void> | undefined;
  const kill = () => portrait.kill('SIGKILL');
  const onAnswer = (type: EventType) => {
    if (isFile(portrait.database)) walSize = statSync(`${portrait.file}-wal`).size;
    if (!killed && isEnough(type)) killed = delayMs > 0 ? setTimeout(delayMs).then(kill) : kill();
  };
  const ended = lives.map((life) =>
    live(life, url, onAnswer).catch((error) => {
      if (!killed || !/^(fetch failed|terminated)$/.test(error.message)) throw error;
    }),
  );
  await Promise.all(ended);
  await killed;
  return { walSize };
}

function after(answers: number): () => boolean {
  let left = answers;
  return () => {
    left -= 1;
    return left <= 0;
  };
}

/** A proxy with a planted fault: it answers the profile form at once, and forwards it to the server later. */
export async function answerEarly(target: string, delayMs: number): Promise<{ url: string; stop(): Promise<void> }> {
  const forward = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks = await request.toArray();
    const body = Buffer.concat(chunks);
    const headers = withoutHopByHop(request.headers as Record<string, string>);
    if (headers.origin) headers.origin = target;
    const isEarly = body.includes('name="language"');
    if (isEarly) response.writeHead(303, { location: request.url }).end();
    if (isEarly) await setTimeout(delayMs);
    const { method, url = '/' } = request;
    const answer = await fetch(target + url, {
      method,
      redirect: 'manual',
      headers,
      ...(body.length > 0 && { body }),
    });
    if (isEarly) return;
    const cookies = answer.headers.getSetCookie();
    const location = answer.headers.get('location')?.replace(target, '');
    const passed = { ...(location && { location }), 'content-type': answer.headers.get('content-type') ?? '' };
    response.writeHead(answer.status, { ...passed, 'set-cookie': cookies });
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy()); // the server was killed
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as { port: number }).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function withoutHopByHop(headers: Record<string, string>): Record<string, string> {
  const { connection, 'content-length': length, 'transfer-encoding': encoding, host, ...rest } = headers;
  return rest;
}
