import { setTimeout } from 'node:timers/promises';
import { type Database, eraseDeleted, transaction, type Write } from '../db';
import { deleteOldEvents } from '../db/events';
import { claimJob } from '../db/jobs';
import { deleteExpiredRateLimits } from '../db/rate-limits';
import { clearExpiredCodes, clearReplacedValues, deleteExpiredSessions } from '../db/sessions';
import { deleteExpiredTickets } from '../db/tickets';
import { clearExpiredEnrolments } from '../db/users';
import { EVENT_LIFE_DAYS } from './activity';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import { recently } from './duplicate-form';
import { LONGEST_WINDOW_MS } from './rate-limit';
import { expiryLimits } from './sessions';
import { PENDING_LIFE_MS, TWO_FACTOR_OFF } from './two-factor';
import { Unavailable } from './unavailable';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What has lapsed is good for nothing; soon it is gone too, so that a clock set back revives none of it. */
const INTERVAL = MINUTE;

/** Rows in one transaction: few, since nothing else of this process goes on meanwhile. */
const STEP = 50;

/** After a step others have their turn. Milliseconds. */
const PAUSE = 20;

/** Sweeps at once and then once a minute, unless another process does. @returns how to stop */
export function startCleanup(): () => Promise<void> {
  const stop = new AbortController();
  const ended = rounds(stop.signal);
  return async () => {
    stop.abort();
    await ended;
  };
}

async function rounds(stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await runCleanup(stop);
    } catch (error) {
      if (!(error instanceof Unavailable)) log.error(error, 'Sweeping failed.');
    }
    await setTimeout(INTERVAL, undefined, { ref: false, signal: stop }).catch(() => {}); // stopped, which is no failure
  }
}

/** Sweeps what has lapsed, in small steps, where no process has done so within the last minute. */
export async function runCleanup(stop?: AbortSignal): Promise<void> {
  if (!(await transaction((on) => claimJob(on, 'sweep', now(), INTERVAL)))) return;
  const until = performance.now() + INTERVAL; // then it is another's turn
  const goesOn = () => !stop?.aborted && performance.now() < until;
  for (const step of STEPS) while (goesOn() && (await transaction(step))) await setTimeout(PAUSE);
  eraseDeleted();
}

const STEPS: ((on: Database) => Write)[] = [
  (on) => deleteExpiredSessions(on, expiryLimits(), STEP),
  (on) => clearExpiredCodes(on, now(), STEP),
  (on) => clearReplacedValues(on, recently(), STEP),
  (on) => deleteExpiredTickets(on, now(), STEP),
  (on) => clearExpiredEnrolments(on, now() - PENDING_LIFE_MS, TWO_FACTOR_OFF, STEP),
  (on) => deleteExpiredRateLimits(on, now() - LONGEST_WINDOW_MS, now(), STEP),
  (on) => deleteOldEvents(on, now() - EVENT_LIFE_DAYS * DAY, STEP),
];
