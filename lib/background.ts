import { setTimeout } from 'node:timers/promises';
import { log } from './adapters/log';
import { Unavailable } from './unavailable';

/** Waits until the time is over or the signal aborts. Doesn't keep the process running. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { ref: false, signal }).catch(() => {}); // aborted
}

/** How long to wait before the next try: twice as long after each failure. */
export function retryDelayMs(failures: number, { firstMs, longestMs }: { firstMs: number; longestMs: number }): number {
  return Math.min(firstMs * 2 ** (failures - 1), longestMs);
}

type Repetition = { stop: AbortSignal; wait(): Promise<void>; failure: string };

/** Runs a task again and again until stopped. Errors are logged, except while the database is unavailable. */
export async function repeat(task: () => Promise<void>, { stop, wait, failure }: Repetition): Promise<void> {
  while (!stop.aborted) {
    try {
      await task();
    } catch (error) {
      if (!(error instanceof Unavailable)) log.error(error, failure);
    }
    await wait();
  }
}
