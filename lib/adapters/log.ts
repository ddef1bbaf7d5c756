import pino from 'pino';
import { LOG_LEVELS } from '../settings';

/** A wrong level stops the start, in settings(); it must not throw here before that. */
const level = LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL) ?? 'info';

/** What the administrator reads: one JSON line for each thing that happened. Never hand it a secret. */
export const log = pino({ level });
