import { transaction } from '../../db';
import {
  type ApplicationSession,
  claimLogout,
  deleteApplicationSession,
  hasDueLogout,
  postponeLogout,
} from '../../db/application-sessions';
import { findApplication } from '../../db/applications';
import { now } from '../adapters/clock';
import { log } from '../adapters/log';
import { pause, repeat, retryDelayMs } from '../background';
import { Unavailable } from '../unavailable';

const SECOND = 1000;

/** Sessions also end in other processes and on the command line. */
const POLL_MS = SECOND;

/** Longer than sending can take. After that, the process that claimed it must have died. */
const LEASE_MS = 30 * SECOND;

const RETRY = { firstMs: 5 * SECOND, longestMs: 4 * 3600 * SECOND };

/** Sent in parallel, so that an application that doesn't answer barely delays the others. */
const LANES = 4;

/** Takes about three days. */
const MAX_ATTEMPTS = 29;

/** @throws if the application doesn't accept it */
export type SendLogout = (applicationId: string, userId: string, sid: string) => Promise<void>;

let started: { stop: AbortController; ended: Promise<void> } | undefined;

/** Sends back-channel log-outs for ended sessions, until `stopLogouts`. Does nothing if it has started. */
export function startLogouts(send: SendLogout): void {
  if (started) return;
  const stop = new AbortController();
  const { signal } = stop;
  const sendAll = async () => {
    await Promise.all(Array.from({ length: LANES }, () => sendDueLogouts(send, signal)));
  };
  const wait = () => pause(POLL_MS, signal);
  const failure = 'Telling applications of log-outs failed.';
  started = { stop, ended: repeat(sendAll, { stop: signal, wait, failure }) };
}

export async function stopLogouts(): Promise<void> {
  started?.stop.abort();
  await started?.ended;
}

export async function sendDueLogouts(send: SendLogout, stop?: AbortSignal): Promise<void> {
  while (!stop?.aborted && (await hasDueLogout(now()))) {
    const ended = await transaction((on) => claimLogout(on, now(), now() + LEASE_MS));
    if (!ended) return;
    await sendLogout(ended, send);
  }
}

async function sendLogout(ended: ApplicationSession, send: SendLogout): Promise<void> {
  const { id, applicationId: application, userId: user } = ended;
  try {
    const isTold = (await findApplication(application))?.backchannelUri;
    if (isTold) await send(application, user, id);
    await transaction((on) => deleteApplicationSession(on, id));
    if (isTold) log.info({ event: 'application-log-out', application, user }, 'application-log-out');
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    await postpone(ended, (error as Error).message);
  }
}

async function postpone(
  { id, applicationId: application, userId: user, attempts }: ApplicationSession,
  reason: string,
) {
  const details = { application, user, attempts, reason };
  if (attempts >= MAX_ATTEMPTS) {
    await transaction((on) => deleteApplicationSession(on, id));
    return log.error({ event: 'application-log-out-failed', ...details }, 'application-log-out-failed');
  }
  const dueAt = now() + retryDelayMs(attempts, RETRY);
  await transaction((on) => postponeLogout(on, id, dueAt));
  log.warn({ event: 'application-log-out-delayed', ...details }, 'application-log-out-delayed');
}
