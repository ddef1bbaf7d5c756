import pino from 'pino';

/** What the administrator reads: one JSON line for each thing that happened. Never hand it a secret. */
export const log = pino({ level: process.env.LOG_LEVEL || 'info' });
