import type { ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';

/** Two more than hash at a time, so that a thread never waits for a request to be read. */
const MAX_RUNNING = availableParallelism() + 2;

/** About ten seconds of hashing at the default cost. */
const MAX_WAITING = 40 * availableParallelism();

/**
 * Lets a few sign-ins at a time into Next and keeps the others here, where they cost nothing: pages of signed-in users
 * would wait behind them.
 */
export function signInQueue({ maxRunning = MAX_RUNNING, maxWaiting = MAX_WAITING } = {}) {
  const waiting = new Set<() => void>();
  let running = 0;

  /** @returns false where the client leaves before its turn */
  const turn = (response: ServerResponse) =>
    new Promise<boolean>((resolve) => {
      const begin = () => resolve(true);
      waiting.add(begin);
      response.once('close', () => waiting.delete(begin) && resolve(false));
    });

  const isFull = () => running >= maxRunning && waiting.size >= maxWaiting;

  /** Runs a task in its turn. @returns false where the queue is full */
  const run = async (response: ServerResponse, task: () => Promise<void>): Promise<boolean> => {
    if (isFull()) return false;
    if (running < maxRunning) running++;
    else if (!(await turn(response))) return true;
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
