import { setTimeout } from 'node:timers/promises';
import { transaction } from '../../db';
import { claimMail, deleteMail, hasDueMail, makeAllMailDue, type OutboxMail, updateMail } from '../../db/outbox';
import { now } from '../adapters/clock';
import { log } from '../adapters/log';
import { isRecipientRefused, SENDING_LIMIT_MS, sendMail } from '../adapters/mail';
import { pause, repeat, retryDelayMs } from '../background';
import { onMailQueued } from '../mail';
import type { MailSettings } from '../settings';
import { Unavailable } from '../unavailable';
import { compose } from './compose';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** Mail of other processes, and mail to be tried again, is looked for this often. */
const POLL_MS = 10 * SECOND;

/** After the response that queued it, so that no response takes longer because there is mail to send. */
const WAKE_DELAY_MS = SECOND / 2;

/** Longer than sending can take: then the process that claimed it has died. */
const LEASE_MS = SENDING_LIMIT_MS + 15 * SECOND;

const RETRY = { firstMs: 30 * SECOND, longestMs: 4 * HOUR };
const GIVE_UP_AFTER_MS = 72 * HOUR;

/** A stop waits this long for a mail that is being sent. */
const STOP_GRACE_MS = SECOND;

/** Taking sent mail out of the outbox is tried this long: left there, it would be sent twice. */
const DELETE_TIMEOUT_MS = 30 * SECOND;

type Delivery = { state: 'none' | 'sent' | 'dropped' } | { state: 'failed'; error: string; mayOthersSucceed: boolean };

type Signals = {
  /** Begin nothing more. */
  stop?: AbortSignal;
  /** Give up what is being sent. */
  cut?: AbortSignal;
};

/** Sends queued mail until it is stopped. @returns how to stop */
export function startDelivery(server: MailSettings): () => Promise<void> {
  const stop = new AbortController();
  const cut = new AbortController();
  let wake = new AbortController();
  const wait = async () => {
    await pause(POLL_MS, AbortSignal.any([stop.signal, wake.signal]));
    wake = new AbortController();
    await pause(WAKE_DELAY_MS, stop.signal);
  };
  onMailQueued(() => wake.abort());
  const signals = { stop: stop.signal, cut: cut.signal };
  const ended = repeat(() => deliverDue(server, signals), {
    stop: stop.signal,
    wait,
    failure: 'Delivering mail failed.',
  });
  return async () => {
    onMailQueued(undefined);
    stop.abort();
    await Promise.race([ended, setTimeout(STOP_GRACE_MS)]);
    cut.abort();
    await Promise.race([ended, setTimeout(STOP_GRACE_MS)]);
  };
}

/** Sends all mail that is due. If the server may be down, the rest waits for the next round. */
export async function deliverDue(server: MailSettings, { stop, cut }: Signals = {}): Promise<void> {
  while (!stop?.aborted && (await hasDueMail(now(), LEASE_MS))) {
    const delivery = await deliverOne(server, { cut });
    if (delivery.state === 'none' || (delivery.state === 'failed' && !delivery.mayOthersSucceed)) return;
  }
}

/** Sends the mail that has been due longest, or that of an id, unless another process does. */
export async function deliverOne(
  server: MailSettings,
  { id, cut }: { id?: string; cut?: AbortSignal } = {},
): Promise<Delivery> {
  const mail = await transaction((on) => claimMail(on, now(), LEASE_MS, id));
  if (!mail) return { state: 'none' };
  try {
    const message = await compose(mail);
    const reply = message && (await sendMail(server, message, cut));
    await transaction((on) => deleteMail(on, mail.id), undefined, { timeoutMs: DELETE_TIMEOUT_MS });
    if (reply) log.info({ event: 'mail-sent', mail: mail.id, type: mail.type, user: mail.userId, reply }, 'mail-sent');
    return { state: reply ? 'sent' : 'dropped' };
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    await postpone(mail, error as Error);
    return { state: 'failed', error: (error as Error).message, mayOthersSucceed: isRecipientRefused(error) };
  }
}

/** Tries again for three days. */
async function postpone(mail: OutboxMail, error: Error): Promise<void> {
  const { id, type, userId: user, attempts, createdAt } = mail;
  const dueAt = now() + retryDelayMs(attempts, RETRY);
  const isFinal = dueAt > createdAt + GIVE_UP_AFTER_MS;
  const change = { claimedUntil: 0, dueAt, lastError: error.message, failedAt: isFinal ? now() : null };
  await transaction((on) => updateMail(on, id, change));
  const details = { event: isFinal ? 'mail-failed' : 'mail-delayed', mail: id, type, user, attempts };
  if (isFinal) log.error({ ...details, reason: error.message }, 'mail-failed');
  else log.warn({ ...details, reason: error.message }, 'mail-delayed');
}

/** Makes all waiting mail due: done at a start, which often follows a repair. */
export async function retryAtOnce(): Promise<void> {
  try {
    await transaction((on) => makeAllMailDue(on, now()));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error; // it is tried again without that, only later
  }
}
