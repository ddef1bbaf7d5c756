import { Unavailable } from './unavailable';

/** Each waits with a file of up to 10 MB, for up to a second a picture. */
const MAX_WAITING = 16;

/** Waiting or running. A double click sends two. */
const MAX_OF_OWNER = 2;

const pending: string[] = [];
let last: Promise<unknown> = Promise.resolve();

/** Runs memory-hungry tasks one at a time. @throws Unavailable if too many wait, of all or of this owner */
export async function runSerially<Result>(owner: string, task: () => Promise<Result>): Promise<Result> {
  const own = pending.filter((other) => other === owner).length;
  if (pending.length > MAX_WAITING || own >= MAX_OF_OWNER) throw new Unavailable();
  pending.push(owner);
  const turn = last.then(task);
  last = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    pending.splice(pending.indexOf(owner), 1);
  }
}
