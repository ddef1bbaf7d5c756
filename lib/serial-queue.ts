import { Unavailable } from './unavailable';

/** Each waits with a file of up to 10 MB, for up to a second a picture. */
const MAX_WAITING = 16;

let pending = 0;
let last: Promise<unknown> = Promise.resolve();

/** Runs memory-hungry tasks one at a time. @throws Unavailable if too many wait */
export async function runSerially<Result>(task: () => Promise<Result>): Promise<Result> {
  if (pending > MAX_WAITING) throw new Unavailable();
  pending += 1;
  const turn = last.then(task);
  last = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    pending -= 1;
  }
}
