import pino from 'pino';
import { LOG_LEVELS } from '../settings';

/** settings() reports an invalid level; this must not throw before that. */
const level = LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL) ?? 'info';

const terminal = { write: (json: string) => process.stdout.write(`${readable(json)}\n`) };

/** Readable lines on a terminal, else JSON. Synchronous, so it stays in order with other output. No secrets. */
export const log = pino({ level }, process.stdout.isTTY ? terminal : pino.destination({ sync: true }));

export function readable(json: string): string {
  const { level, time, pid, hostname, msg, err, ...details } = JSON.parse(json);
  const clock = new Date(time).toTimeString().slice(0, '00:00:00'.length);
  const telling = Object.entries(details).filter(([, value]) => value !== msg && value !== '');
  const values = telling.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const line = [clock, pino.levels.labels[level]?.toUpperCase(), msg, ...values].join(' ');
  return withoutControls(err?.stack ? `${line}\n${err.stack}` : line);
}

/** A value from a request must not be able to control the terminal. */
function withoutControls(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
