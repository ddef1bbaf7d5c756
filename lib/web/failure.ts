import { log } from '../adapters/log';
import { Busy } from '../busy';
import { type Answer, answerUnavailable, currentAnswer } from './answer';

type Failed = { path: string; method: string };

/**
 * What becomes of an error that a page or an action throws. The server in front answers: 503 for `Busy`; 400 where
 * nothing of ours was reached, so that it is what was sent that nobody can read; else 500, and the log says why.
 */
export function failed(error: unknown, { path, method }: Failed): void {
  const busy = busyIn(error);
  const answer = currentAnswer();
  const told = { request: answer?.reference, method, path: path.split('?')[0], err: innermost(error) };
  if (busy) answerUnavailable(busy.retryAfterSeconds);
  else if (answer && isOverWhatWasSent(answer)) {
    answer.status = 400;
    log.warn(told, 'a request that cannot be read');
  } else log.error(told, 'a page or an action failed');
}

function busyIn(error: unknown): Busy | undefined {
  if (!(error instanceof Error)) return undefined;
  return error instanceof Busy ? error : busyIn(causeOf(error));
}

/** What caused it in the end: an error around that, of a query, names the values that it was given. */
function innermost(error: unknown): unknown {
  const cause = error instanceof Error ? causeOf(error) : undefined;
  return cause === undefined ? error : innermost(cause);
}

/** next-auth names a cause `err` of an object. */
function causeOf({ cause }: Error): unknown {
  return (cause as { err?: unknown } | undefined)?.err ?? cause;
}

const isOverWhatWasSent = ({ isForm, isRouters, isReached }: Answer) => (isForm || isRouters) && !isReached;
