import { setTimeout } from 'node:timers/promises';

/** A tight loop would take a core from the process that it waits for. */
const PAUSE_MS = 10;

/** Waits for something outside this process. The test's time limit is the bound. */
export async function until(isSo: () => unknown): Promise<void> {
  while (!(await isSo())) await setTimeout(PAUSE_MS);
}
