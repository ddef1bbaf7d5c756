import type { ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';

/** Two more than hash at a time, so that no thread waits for a request to be read. */
const MAX_RUNNING = availableParallelism() + 2;

const MAX_WAITING = 40 * availableParallelism();

const MAX_WAIT_MS = 20_000;

/**
 * Lets a few sign-ins at a time into Next and holds the others here, where they don't delay pages of signed-in users.
 */
export function signInQueue({ maxRunning = MAX_RUNNING, maxWaiting = MAX_WAITING, maxWaitMs = MAX_WAIT_MS } = {}) {
  const waiting = new Set<() => void>();
  let running = 0;

  const turn = (response: ServerResponse) =>
    new Promise<boolean>((resolve) => {
      const begin = () => resolve(true);
      const leave = () => waiting.delete(begin) && resolve(false);
      waiting.add(begin);
      response.once('close', leave);
      setTimeout(leave, maxWaitMs).unref();
    });

  const isFull = () => running >= maxRunning && waiting.size >= maxWaiting;

  /** @returns false if the queue is full or the wait too long */
  const run = async (response: ServerResponse, task: () => Promise<void>): Promise<boolean> => {
    if (isFull()) return false;
    if (running < maxRunning) running++;
    else if (!(await turn(response))) return response.destroyed;
    try {
      await task();
    } finally {
      const [next] = waiting;
      if (next) waiting.delete(next);
      if (next) next();
      else running--;
    }
    return true;
  };
  return { isFull, run };
}
