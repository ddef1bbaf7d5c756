import { setTimeout } from 'node:timers/promises';
import { type Database, eraseDeleted, transaction, type Write } from '../db';
import { deleteExpiredApplicationTokens } from '../db/application-tokens';
import { deleteOldEvents } from '../db/events';
import { deleteExpiredImports } from '../db/imports';
import { claimJob } from '../db/jobs';
import { deleteExpiredLinkTokens } from '../db/link-tokens';
import { deleteFailedMail } from '../db/outbox';
import { deleteExpiredChallenges } from '../db/passkey-challenges';
import { deleteExpiredRateLimits } from '../db/rate-limits';
import { clearExpiredCodes, clearReplacedValues, deleteExpiredSessions } from '../db/sessions';
import { deleteExpiredShownPasswords } from '../db/shown-passwords';
import { deleteRetiredSigningKeys } from '../db/signing-keys';
import { deleteExpiredTickets } from '../db/tickets';
import { clearExpiredEnrolments } from '../db/users';
import { EVENT_LIFE_DAYS } from './activity';
import { now } from './adapters/clock';
import { checkApplications } from './applications';
import { RETIRED_KEY_LIFE_MS } from './applications/signing-keys';
import { pause, repeat } from './background';
import { recently } from './duplicate-form';
import { LONGEST_WINDOW_MS } from './rate-limit';
import { expiryLimits } from './session-expiry';
import { isMailOn } from './settings';
import { PENDING_LIFE_MS, TWO_FACTOR_OFF } from './two-factor';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Expired rows are deleted soon, so that a clock set back can't revive them. */
const INTERVAL = MINUTE;

/** How long an administrator can see that an invitation failed. */
const FAILED_MAIL_LIFE_DAYS = 30;

/** Rows in a transaction: few, because SQLite blocks the whole process meanwhile. */
const STEP = 50;

/** Milliseconds between transactions, so that requests can run. */
const PAUSE = 20;

export function startCleanup(): () => Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  const wait = () => pause(INTERVAL, signal);
  const ended = repeat(() => runCleanup(signal), { stop: signal, wait, failure: 'Cleanup failed.' });
  return async () => {
    stop.abort();
    await ended;
  };
}

export async function runCleanup(stop?: AbortSignal): Promise<void> {
  const hasApplications = await checkApplications();
  if (!(await transaction((on) => claimJob(on, 'sweep', now(), INTERVAL)))) return;
  const until = performance.now() + INTERVAL;
  const mayContinue = () => !stop?.aborted && performance.now() < until;
  const steps = [...STEPS, ...(isMailOn() ? MAIL_STEPS : []), ...(hasApplications ? APPLICATION_STEPS : [])];
  for (const step of steps) while (mayContinue() && (await transaction(step))) await setTimeout(PAUSE);
  eraseDeleted();
}

const STEPS: ((on: Database) => Write)[] = [
  (on) => deleteExpiredSessions(on, expiryLimits(), STEP),
  (on) => clearExpiredCodes(on, now(), STEP),
  (on) => clearReplacedValues(on, recently(), STEP),
  (on) => deleteExpiredShownPasswords(on, now(), STEP),
  (on) => deleteExpiredImports(on, now(), STEP),
  (on) => deleteExpiredTickets(on, now(), STEP),
  (on) => deleteExpiredChallenges(on, now(), STEP),
  (on) => clearExpiredEnrolments(on, now() - PENDING_LIFE_MS, TWO_FACTOR_OFF, STEP),
  (on) => deleteExpiredRateLimits(on, now() - LONGEST_WINDOW_MS, now(), STEP),
  (on) => deleteOldEvents(on, now() - EVENT_LIFE_DAYS * DAY, STEP),
];

const MAIL_STEPS: typeof STEPS = [
  (on) => deleteExpiredLinkTokens(on, now(), STEP),
  (on) => deleteFailedMail(on, now() - FAILED_MAIL_LIFE_DAYS * DAY, STEP),
];

const APPLICATION_STEPS: typeof STEPS = [
  (on) => deleteExpiredApplicationTokens(on, now(), STEP),
  (on) => deleteRetiredSigningKeys(on, now() - RETIRED_KEY_LIFE_MS),
];
