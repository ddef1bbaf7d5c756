import type { Instrumentation } from 'next';

/** Next also compiles this file for Edge, where our modules can't run. */
export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { reportError } = await import('./lib/web/report-error');
  reportError(error, request);
};
