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
  const waiting: (() => void)[] = [];
  let running = 0;

  const isFull = () => running >= maxRunning && waiting.length >= maxWaiting;

  /** Runs a task in its turn. @returns false where the queue is full */
  const run = async (task: () => Promise<void>): Promise<boolean> => {
    if (isFull()) return false;
    if (running >= maxRunning) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
    return true;
  };
  return { isFull, run };
}
