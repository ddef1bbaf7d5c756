import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

export type CutWay = {
  /** The database's URL by way of this proxy. */
  url: string;
  /** Cuts every connection, and takes no new one until it `serves` again. */
  cuts(): void;
  /** Passes nothing on any more, and says nothing, until it `serves` again. */
  stalls(): void;
  serves(): void;
  /**
   * Cuts the next connection over which a client sends this statement: before the database reads it, or instead of
   * passing the answer on. `mute` passes no answer on either, and leaves the connection open.
   */
  cutsAt(statement: string, when: CutWhen): void;
  stop(): Promise<void>;
};

type CutWhen = 'before' | 'after' | 'mute';

/** A way to a database that can be cut. */
export async function proxyTo(database: string): Promise<CutWay> {
  const target = new URL(database);
  const sockets = new Set<Socket>();
  let state: 'serves' | 'cuts' | 'stalls' = 'serves';
  let cut: { statement: string; when: CutWhen } | undefined;

  const server = createServer((near) => {
    if (state === 'cuts') return void near.destroy();
    const far = dial(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {}); // what is cut, is cut
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    let keepsAnswer: CutWhen | undefined;
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
