import { isIPv6 } from 'node:net';
import { type Database, transaction, type Write } from '../db';
import {
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
import type { Client } from './client';
import { verifyDeviceCookie } from './device-cookie';
import { type Outcome, refuse } from './outcome';
import { Unavailable } from './unavailable';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** The fifth failure waits for 30 seconds, the next twice as long, an hour at most. ASVS 5.0, 6.3.1. */
const ACCOUNT: Limit = { free: 5, firstWait: 30 * SECOND, longestWait: HOUR, forgetAfter: 24 * HOUR };

/** An address may be a whole office, so that it may fail more often. */
const ADDRESS: Limit = { free: 50, firstWait: 30 * SECOND, longestWait: HOUR, forgetAfter: HOUR, isShared: true };

/** All browsers together that a user has signed in with. */
const BROWSERS: Limit = { ...ACCOUNT, free: 50, isShared: true };

/** After so long without a try every count is forgotten. Milliseconds. */
export const LONGEST_WINDOW_MS = Math.max(ACCOUNT.forgetAfter, ADDRESS.forgetAfter);

/** What tries are counted under. */
type RateLimit = { key: string; limit: Limit };
export type RateLimits = [RateLimit, ...RateLimit[]];

type Trying = { user: User | undefined; client: Client };

/**
 * The counts of somebody who signs in: of the account and of the address. A browser that the user has signed in with
 * before has a count of its own instead, so that no stranger can lock the owner out, and one for all such browsers:
 * who knew the password once may have signed in with any number of them.
 *
 * @param account what is one and the same for all spellings of a username
 */
export function signInLimits(
  what: 'password' | 'code',
  account: string,
  user: User | undefined,
  client: Client,
): RateLimits {
  const browser = user && verifyDeviceCookie(user.id, client.deviceCookie);
  return browser
    ? [accountLimit(what, account, user, browser), accountLimit(what, account, user, 'known', BROWSERS)]
    : [accountLimit(what, account, user), { key: digest(`address ${networkPrefix(client.address)}`), limit: ADDRESS }];
}

/** The count of somebody signed in who gives a password or code again, by what is given. */
export function reauthLimits(what: 'password' | 'code', user: User): RateLimits {
  return [accountLimit(what, user.id, user, 'signed in')];
}

function accountLimit(what: string, account: string, user: User | undefined, where = '', limit = ACCOUNT): RateLimit {
  return { key: digest([what, account, where, guessedSecret(what, user)].join(' ')), limit };
}

/**
 * What a guess is at. With another password, or another secret of the codes, counts begin anew, so that who was given
 * one by the administrator need not wait for what was guessed at the old one.
 */
function guessedSecret(what: string, user: User | undefined): string {
  if (!user) return '';
  return what === 'code' ? `${user.passwordHash} ${user.totpSecret}` : user.passwordHash;
}

/**
 * Makes a check that could be guessed at. The try is counted before the check, in a write of its own, so that nothing
 * that happens later takes it back but a right answer, or that it was not looked at: an owner who tries again while an
 * address is blocked or the server is busy shall not lock themselves out.
 *
 * @param by who tries, at whose account
 * @param onFailure what is to be written about a failure; a write is made even where that is nothing, so that it takes
 *   as long
 */
export async function rateLimited<Result>(
  counts: RateLimits,
  by: Trying,
  check: () => Promise<Outcome<Result>>,
  onFailure: (on: Database) => Write[] = () => [],
): Promise<Outcome<Result>> {
  for (const [n, { key, limit }] of counts.entries()) {
    if (await transaction((on) => countAttempt(on, key, now(), limit))) continue;
    await refund(counts.slice(0, n));
    const until = await findBlockedUntil(key);
    logOnce(`${key} ${until}`, by);
    return refuseUntil(until);
  }
  const outcome = await check().catch(async (error) => {
    if (error instanceof Unavailable) await refund(counts);
    throw error;
  });
  if (!outcome.ok) await transaction((on) => touchRateLimit(on, counts[0].key, now()), onFailure);
  else await resetAll(counts);
  return outcome;
}

/** What a right answer has done stays done where the database is too busy for this; the try then counts on. */
async function resetAll(counts: RateLimit[]): Promise<void> {
  try {
    for (const count of counts) await transaction((on) => reset(on, count));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}

async function refund(counts: RateLimit[]): Promise<void> {
  for (const { key } of counts) await transaction((on) => refundAttempt(on, key));
}

/** The waits of which the log has a line, as many as memory is good for. */
const logged = new Set<string>();
const MAX_LOGGED = 10_000;

/** The first try that a wait turns away has a line in the log, and a flood of others no more. */
function logOnce(wait: string, { user, client: { address, requestId } }: Trying): void {
  if (logged.has(wait)) return;
  if (logged.size >= MAX_LOGGED) logged.clear();
  logged.add(wait);
  log.warn({ event: 'try-blocked', user: user?.id, address, request: requestId }, 'try-blocked');
}

/** A right answer clears an account's count; of what others share it takes back its own try. */
function reset(on: Database, { key, limit }: RateLimit) {
  return limit.isShared ? refundAttempt(on, key) : deleteRateLimit(on, key);
}

function refuseUntil(until: number) {
  const seconds = Math.max(1, Math.ceil((until - now()) / SECOND));
  return seconds < 120
    ? { ...refuse('sign-in.errors.tooManySeconds', undefined, { seconds }), seconds }
    : { ...refuse('sign-in.errors.tooManyMinutes', undefined, { minutes: Math.ceil(seconds / 60) }), seconds };
}

/** Of IPv6 the /64, which is what one customer gets (RFC 6177). */
export function networkPrefix(address: string): string {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = new URL(`http://[${plain.split('%')[0]}]`).hostname.slice(1, -1).split('::');
  const groups = [head, tail].map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(8 - groups.flat().length).fill('0');
  return [...(groups[0] ?? []), ...zeros, ...(groups[1] ?? [])].slice(0, 4).join(':');
}
