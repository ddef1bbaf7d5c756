import { setTimeout } from 'node:timers/promises';
import { allOrNone, type Database, type Write } from '../db';
import { takeChore } from '../db/chores';
import { sweepEvents } from '../db/events';
import { sweepSessions, sweepShownCodes } from '../db/sessions';
import { sweepThrottles } from '../db/throttles';
import { sweepTickets } from '../db/tickets';
import { sweepPendingSecrets } from '../db/users';
import { EVENT_LIFE_DAYS } from './activity';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import { Busy } from './busy';
import { limits } from './sessions';
import { LONGEST_MEMORY } from './throttle';
import { PENDING_LIFE, TWO_FACTOR_OFF } from './two-factor';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What has lapsed is good for nothing; soon it is gone too, so that a clock set back revives none of it. */
const INTERVAL = MINUTE;

/** Rows in one transaction: few, since nothing else of this process goes on meanwhile. */
const STEP = 50;

/** After a step others have their turn. Milliseconds. */
const PAUSE = 20;

/** Sweeps at once and then once a minute, unless another process does. @returns how to stop */
export function keepHouse(): () => Promise<void> {
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
      await sweep(stop);
    } catch (error) {
      if (!(error instanceof Busy)) log.error(error, 'Sweeping failed.');
    }
    await setTimeout(INTERVAL, undefined, { ref: false, signal: stop }).catch(() => {}); // stopped, which is no failure
  }
}

/** Sweeps what has lapsed, in small steps, where no process has done so within the last minute. */
export async function sweep(stop?: AbortSignal): Promise<void> {
  if (!(await allOrNone((on) => takeChore(on, 'sweep', now(), INTERVAL)))) return;
  const until = performance.now() + INTERVAL; // then it is another's turn
  const goesOn = () => !stop?.aborted && performance.now() < until;
  for (const step of STEPS) while (goesOn() && (await allOrNone(step))) await setTimeout(PAUSE);
}

const STEPS: ((on: Database) => Write)[] = [
  (on) => sweepSessions(on, limits(), STEP),
  (on) => sweepShownCodes(on, now(), STEP),
  (on) => sweepTickets(on, now(), STEP),
  (on) => sweepPendingSecrets(on, now() - PENDING_LIFE, TWO_FACTOR_OFF, STEP),
  (on) => sweepThrottles(on, now() - LONGEST_MEMORY, now(), STEP),
  (on) => sweepEvents(on, now() - EVENT_LIFE_DAYS * DAY, STEP),
];
