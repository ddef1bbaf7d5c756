import type { ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';

/** Two more than hash at a time, so that no thread waits for a request to be read. */
const MAX_RUNNING = availableParallelism() + 2;

const MAX_WAITING = 40 * availableParallelism();

const MAX_WAIT_MS = 20_000;

type Waiting = { client: string; begin(): void; leave(): void };

/**
 * Lets a few sign-ins at a time into Next and holds the others here, where they don't delay pages of signed-in users.
 * When it is full, the client with the most places loses its last one to a client with fewer.
 */
export function signInQueue({ maxRunning = MAX_RUNNING, maxWaiting = MAX_WAITING, maxWaitMs = MAX_WAIT_MS } = {}) {
  const waiting = new Set<Waiting>();
  let running = 0;

  /** @returns false if the client disconnects before its turn, waits too long, or loses its place */
  const turn = (client: string, response: ServerResponse) =>
    new Promise<boolean>((resolve) => {
      const begin = () => resolve(true);
      const leave = () => waiting.delete(place) && resolve(false);
      const place = { client, begin, leave };
      waiting.add(place);
      response.once('close', leave);
      setTimeout(leave, maxWaitMs).unref();
    });

  const isFull = () => running >= maxRunning && waiting.size >= maxWaiting;

  /** @returns whether there is room now */
  const makeRoom = (client: string): boolean => {
    const counts = new Map<string, number>();
    for (const place of waiting) counts.set(place.client, (counts.get(place.client) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const greedy = [...waiting].findLast((place) => counts.get(place.client) === most);
    if (most > (counts.get(client) ?? 0) + 1) greedy?.leave();
    return !isFull();
  };

  /**
   * A place is taken until the response is made; a client may read it slowly.
   * @param client an address or network
   * @returns false if the queue is full or the wait too long
   */
  const run = async (client: string, response: ServerResponse, task: () => Promise<void>): Promise<boolean> => {
    if (isFull() && !makeRoom(client)) return false;
    if (running < maxRunning) running++;
    else if (!(await turn(client, response))) return response.destroyed;
    try {
      const ended = new Promise((resolve) => response.once('ended', resolve));
      await Promise.race([task(), ended]);
    } finally {
      const [next] = waiting;
      if (next) waiting.delete(next);
      if (next) next.begin();
      else running--;
    }
    return true;
  };
  return { isFull, run };
}
