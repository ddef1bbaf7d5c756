import type { Instrumentation } from 'next';
import { reportError } from './lib/web/report-error';

export const onRequestError: Instrumentation.onRequestError = (error, request) => reportError(error, request);
