import type { Instrumentation } from 'next';
import { failed } from './lib/web/failure';

export const onRequestError: Instrumentation.onRequestError = (error, request) => failed(error, request);
