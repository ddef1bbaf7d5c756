import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Settings } from '../settings';
import type { BodyLimits } from './request-body';
import type { signInQueue } from './sign-in-queue';

export type RequestOptions = Pick<Settings, 'origins' | 'trustsProxy'> & {
  dev: boolean;
  limits: BodyLimits;
  /** Serves a built file. @returns whether there was one */
  assets?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  pages: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  queue?: ReturnType<typeof signInQueue>;
};
