import { log } from '../adapters/log';
import { Unavailable } from '../unavailable';
import { type RequestContext, requestContext, respondUnavailable } from './request-context';

type FailedRequest = { path: string; method: string };

/**
 * What becomes of an error that a page or an action throws. The server in front answers: 503 for `Busy`; 400 where
 * nothing of ours was reached, so that it is what was sent that nobody can read; else 500, and the log says why.
 */
export function reportError(error: unknown, { path, method }: FailedRequest): void {
  const busy = findUnavailable(error);
  const answer = requestContext();
  const told = { request: answer?.reference, method, path: path.split('?')[0], err: rootCause(error) };
  if (busy) respondUnavailable(busy.retryAfterSeconds);
  else if (answer && isOverWhatWasSent(answer)) {
    answer.status = 400;
    log.warn(told, 'a request that cannot be read');
  } else log.error(told, 'a page or an action failed');
}

function findUnavailable(error: unknown): Unavailable | undefined {
  if (!(error instanceof Error)) return undefined;
  return error instanceof Unavailable ? error : findUnavailable(causeOf(error));
}

/** What caused it in the end: an error around that, of a query, names the values that it was given. */
function rootCause(error: unknown): unknown {
  const cause = error instanceof Error ? causeOf(error) : undefined;
  return cause === undefined ? error : rootCause(cause);
}

/** next-auth names a cause `err` of an object. */
function causeOf({ cause }: Error): unknown {
  return (cause as { err?: unknown } | undefined)?.err ?? cause;
}

const isOverWhatWasSent = ({ isForm, isRouterRequest, hasStarted }: RequestContext) =>
  (isForm || isRouterRequest) && !hasStarted;
