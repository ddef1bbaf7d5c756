import { type Database, transaction, type Write } from '../db';
import {
  capWait,
  countAttempt,
  deleteRateLimit,
  findBlockedUntil,
  type Limit,
  refundAttempt,
  touchRateLimit,
} from '../db/rate-limits';
import type { User } from '../db/users';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import { digest } from './adapters/random';
import { networkPrefix } from './address';
import type { Client } from './client';
import { verifyDeviceCookie } from './device-cookie';
import { type Outcome, type Refusal, refuse } from './outcome';
import { Unavailable } from './unavailable';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** The fifth failure waits 30 seconds, each further one twice as long, up to an hour. ASVS 5.0, 6.3.1. */
const ACCOUNT: Limit = { free: 5, firstWait: 30 * SECOND, longestWait: HOUR, forgetAfter: 24 * HOUR };

/** More, because an address may be a whole office. */
const ADDRESS: Limit = { free: 50, firstWait: 30 * SECOND, longestWait: HOUR, forgetAfter: HOUR, isShared: true };

/** All browsers in which a user has logged in, together. */
const BROWSERS: Limit = { ...ACCOUNT, free: 50, isShared: true };

export const LONGEST_WINDOW_MS = Math.max(ACCOUNT.forgetAfter, ADDRESS.forgetAfter);

type RateLimit = { key: string; limit: Limit };
export type RateLimits = [RateLimit, ...RateLimit[]];

type Guess = {
  kind: 'password' | 'code' | 'passkey';
  account: string;
  user: User | undefined;
  client: Client;
};

/**
 * Limits of a login, by account and by address. A browser with the user's device cookie has its own count instead, so a
 * stranger can't lock the owner out. All such browsers also share one count, because anyone who once knew the password
 * may have logged in with any number of them.
 */
export function signInLimits({ kind, account, user, client }: Guess): RateLimits {
  const browser = user && verifyDeviceCookie(user.id, client.deviceCookie);
  return browser
    ? [accountLimit(kind, account, user, browser), { ...accountLimit(kind, account, user, 'known'), limit: BROWSERS }]
    : [accountLimit(kind, account, user), { key: digest(`address ${networkPrefix(client.address)}`), limit: ADDRESS }];
}

export function reauthLimits(kind: 'password' | 'code', user: User): RateLimits {
  return [accountLimit(kind, user.id, user, 'signed in')];
}

/**
 * A changed password restarts the count of guesses at it. The key for codes contains nothing that someone who knows the
 * password can change, only an administrator's reset, so the owner needn't wait for earlier guesses.
 */
function accountLimit(kind: string, account: string, user: User | undefined, where = ''): RateLimit {
  const guessed = kind === 'password' ? user?.passwordHash : user?.limitsResetAt;
  return { key: digest([kind, account, where, guessed ?? ''].join(' ')), limit: ACCOUNT };
}

/** The transaction that records a failure flushes its count, too, before the answer. */
const MAY_BE_LOST = { mayBeLost: true };

const changeCount = <Row>(change: (on: Database) => Write<Row>) => transaction(change, () => [], MAY_BE_LOST);

/** Counts an attempt, together with `writes`. @returns undefined while an earlier one still blocks */
export async function count({ key, limit }: RateLimit, writes?: (on: Database) => Write[]) {
  const counted = await transaction((on) => countAttempt(on, key, now(), limit), writes, MAY_BE_LOST);
  if (!counted) await changeCount((on) => capWait(on, key, now(), limit));
  return counted;
}

type GuessableCheck<Result> = {
  limits: RateLimits;
  user: User | undefined;
  client: Client;
  check(): Promise<Result | undefined>;
  refusal(failures: number): Refusal;
  /** Written after a failure. The transaction runs even if this is empty, so that it takes as long. */
  onFailure(on: Database): Write[];
};

/**
 * Rate-limits a guessable check. The attempt is counted before the check, in its own transaction, and refunded only on
 * success or if the check never ran. An exception in the check counts, and is answered, as a failure.
 * @throws Unavailable
 */
export async function rateLimited<Result extends object>(guess: GuessableCheck<Result>): Promise<Outcome<Result>> {
  const { limits, user, client } = guess;
  let failures = 0;
  for (const [n, { key, limit }] of limits.entries()) {
    const counted = await count({ key, limit });
    if (n === 0) failures = counted?.attempts ?? 0;
    if (counted) continue;
    await refund(limits.slice(0, n));
    const until = await findBlockedUntil(key);
    logOnce(`${key} ${until}`, user, client);
    return refuseUntil(until);
  }
  const result = await guess.check().catch(async (error) => {
    if (!(error instanceof Unavailable)) return logFailure(error, user, client);
    await refund(limits);
    throw error;
  });
  if (result) {
    await resetAll(limits);
    return { ok: true, ...result };
  }
  await transaction((on) => touchRateLimit(on, limits[0].key, now()), guess.onFailure);
  return guess.refusal(failures);
}

function logFailure(err: unknown, user: User | undefined, { requestId }: Client): undefined {
  log.error({ user: user?.id, request: requestId, err }, 'A check threw an error; it counts as a failed attempt.');
}

/** A shared count is the guard: unlike an account's, no other success can have deleted it. */
async function resetAll(limits: RateLimits): Promise<void> {
  const guard = limits.find(({ limit }) => limit.isShared) ?? limits[0];
  const others = limits.filter((limit) => limit !== guard);
  try {
    await transaction(
      (on) => reset(on, guard),
      (on) => others.map((limit) => reset(on, limit)),
      MAY_BE_LOST,
    );
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}

async function refund(limits: RateLimit[]): Promise<void> {
  for (const { key } of limits) await changeCount((on) => refundAttempt(on, key));
}

const logged = new Set<string>();
const MAX_LOGGED = 10_000;

/** Logs the first attempt that a wait blocks, and not the flood after it. */
function logOnce(wait: string, user: User | undefined, { address, requestId }: Client): void {
  if (logged.has(wait)) return;
  if (logged.size >= MAX_LOGGED) logged.clear();
  logged.add(wait);
  log.warn({ event: 'try-blocked', user: user?.id, address, request: requestId }, 'try-blocked');
}

/** Success clears an account's count, but only refunds its own attempt to a shared one. */
function reset(on: Database, { key, limit }: RateLimit) {
  return limit.isShared ? refundAttempt(on, key) : deleteRateLimit(on, key);
}

function refuseUntil(until: number): Refusal {
  const seconds = Math.max(1, Math.ceil((until - now()) / SECOND));
  return seconds < 120
    ? { ...refuse('sign-in.errors.tooManySeconds', undefined, { seconds }), seconds }
    : { ...refuse('sign-in.errors.tooManyMinutes', undefined, { minutes: Math.ceil(seconds / 60) }), seconds };
}
