import { log } from '../adapters/log';
import { Unavailable } from '../unavailable';
import type { PageResponse } from './response';

export function respondToError(response: PageResponse, error: NodeJS.ErrnoException): void {
  if (error.code === 'ECONNRESET' || response.headersSent) return;
  const isUnavailable = error instanceof Unavailable;
  if (isUnavailable) response.context.retryAfterSeconds = error.retryAfterSeconds;
  else log.error({ request: response.context.reference, path: response.context.path, err: error }, 'a request failed');
  response.sendStatus(isUnavailable ? '503' : '500');
}
