import { Unavailable } from './unavailable';

/** Tasks that may wait. A picture waits with its file, of 10 MB at most; a large one takes a second. */
const MAX_WAITING = 16;

let pending = 0;
let last: Promise<unknown> = Promise.resolve();

/** Does one after another, in this process, what takes much memory and time. @throws Busy where too many wait */
export async function runSerially<Result>(task: () => Promise<Result>): Promise<Result> {
  if (pending > MAX_WAITING) throw new Unavailable();
  pending += 1;
  const turn = last.then(task);
  last = turn.catch(() => undefined); // the next one does not care how this one ended
  try {
    return await turn;
  } finally {
    pending -= 1;
  }
}
