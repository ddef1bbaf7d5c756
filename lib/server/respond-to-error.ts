import { log } from '../adapters/log';
import { rootCause } from '../error-cause';
import { Unavailable } from '../unavailable';
import type { PageResponse } from './response';

export function respondToError(response: PageResponse, error: NodeJS.ErrnoException): void {
  if (error.code === 'ECONNRESET' || response.headersSent) return;
  const isUnavailable = error instanceof Unavailable;
  const { reference, path } = response.context;
  if (isUnavailable) response.context.retryAfterSeconds = error.retryAfterSeconds;
  else log.error({ request: reference, path: path.split('?')[0], err: rootCause(error) }, 'a request failed');
  response.sendStatus(isUnavailable ? '503' : '500');
}
