import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

export type DatabaseProxy = {
  /** The database's URL through this proxy. */
  url: string;
  /** Closes every connection, and accepts none until `serves` is called. */
  cuts(): void;
  /** Forwards nothing until `serves` is called, and keeps connections open. */
  stalls(): void;
  serves(): void;
  /**
   * Closes the next connection on which a client sends this statement: before the database gets it, or instead of
   * forwarding the answer. `mute` doesn't forward the answer either, and keeps the connection open.
   */
  cutsAt(statement: string, when: CutAt): void;
  stop(): Promise<void>;
};

type CutAt = 'before' | 'after' | 'mute';

/** A connection to a database that can be interrupted. */
export async function startProxy(database: string): Promise<DatabaseProxy> {
  const target = new URL(database);
  const sockets = new Set<Socket>();
  let state: 'serves' | 'cuts' | 'stalls' = 'serves';
  let cut: { statement: string; when: CutAt } | undefined;

  const server = createServer((near) => {
    if (state === 'cuts') return void near.destroy();
    const far = dial(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {}); // the other side has closed it
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    let keepsAnswer: CutAt | undefined;
    far.on('data', (chunk) => {
      if (keepsAnswer === 'after') far.destroy();
      else if (keepsAnswer) return;
      else if (state === 'serves') near.write(chunk);
    });
    near.on('data', (chunk) => {
      if (state !== 'serves') return;
      const isHere = cut !== undefined && chunk.includes(cut.statement);
      if (isHere && cut?.when === 'before') near.destroy();
      else far.write(chunk);
      if (isHere) keepsAnswer = cut?.when;
      if (isHere) cut = undefined;
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const url = new URL(target);
  url.port = String((server.address() as { port: number }).port);
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cuts: () => {
      state = 'cuts';
      cutAll();
    },
    stalls: () => {
      state = 'stalls';
    },
    serves: () => {
      if (state === 'stalls') cutAll();
      state = 'serves';
    },
    cutsAt: (statement, when) => {
      cut = { statement, when };
    },
    stop: async () => {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}
