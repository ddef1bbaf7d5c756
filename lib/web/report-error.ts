import { log } from '../adapters/log';
import { causeOf, rootCause } from '../error-cause';
import { Unavailable } from '../unavailable';
import { requestContext, respondUnavailable } from './request-context';

type FailedRequest = { path: string; method: string };

/**
 * Handles an error of a page or an action: 503 for `Unavailable`; 400 if a form failed before our code ran, because
 * Next couldn't read it; otherwise 500 and a line in the log.
 */
export function reportError(error: unknown, { path, method }: FailedRequest): void {
  const context = requestContext();
  const line = { request: context?.reference, method, path: path.split('?')[0], err: rootCause(error) };
  if (reportUnavailable(error)) return;
  if (context?.isForm && !context.hasStarted) {
    context.status = 400;
    log.warn({ ...line, err: undefined, message: (error as Error).message }, 'A form could not be read.');
  } else log.error(line, 'A page or an action failed.');
}

export function reportUnavailable(error: unknown): boolean {
  const cause = findUnavailable(error);
  if (cause) respondUnavailable(cause.retryAfterSeconds);
  return cause !== undefined;
}

function findUnavailable(error: unknown): Unavailable | undefined {
  if (!(error instanceof Error)) return undefined;
  return error instanceof Unavailable ? error : findUnavailable(causeOf(error));
}
