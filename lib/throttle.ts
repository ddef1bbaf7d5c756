import { isIPv6 } from 'node:net';
import { allOrNone, type Database, type Write } from '../db';
import { countTry, deleteThrottle, findBlockedUntil, type Limit, takeBackTry, touchThrottle } from '../db/throttles';
import type { User } from '../db/users';
import { now } from './adapters/clock';
import { log } from './adapters/log';
import { digest } from './adapters/random';
import { Busy } from './busy';
import { knownBrowser } from './known-browser';
import { type Outcome, refuse } from './outcome';
import type { Visitor } from './visitor';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** The fifth failure waits for 30 seconds, the next twice as long, an hour at most. ASVS 5.0, 6.3.1. */
const ACCOUNT: Limit = { free: 5, firstWait: 30 * SECOND, longestWait: HOUR, forgetAfter: 24 * HOUR };

/** An address may be a whole office, so that it may fail more often. */
const ADDRESS: Limit = { free: 50, firstWait: 30 * SECOND, longestWait: HOUR, forgetAfter: HOUR, isShared: true };

/** All browsers together that a user has signed in with. */
const BROWSERS: Limit = { ...ACCOUNT, free: 50, isShared: true };

/** After so long without a try every count is forgotten. Milliseconds. */
export const LONGEST_MEMORY = Math.max(ACCOUNT.forgetAfter, ADDRESS.forgetAfter);

/** What tries are counted under. */
type Count = { key: string; limit: Limit };
export type Counts = [Count, ...Count[]];

type Trying = { user: User | undefined; visitor: Visitor };

/**
 * The counts of somebody who signs in: of the account and of the address. A browser that the user has signed in with
 * before has a count of its own instead, so that no stranger can lock the owner out, and one for all such browsers:
 * who knew the password once may have signed in with any number of them.
 *
 * @param account what is one and the same for all spellings of a username
 */
export function strangersCounts(
  what: 'password' | 'code',
  account: string,
  user: User | undefined,
  visitor: Visitor,
): Counts {
  const browser = user && knownBrowser(user.id, visitor.browserMark);
  return browser
    ? [accountCount(what, account, user, browser), accountCount(what, account, user, 'known', BROWSERS)]
    : [accountCount(what, account, user), { key: digest(`address ${networkOf(visitor.address)}`), limit: ADDRESS }];
}

/** The count of somebody signed in who gives a password or code again, by what is given. */
export function ownersCounts(what: 'password' | 'code', user: User): Counts {
  return [accountCount(what, user.id, user, 'signed in')];
}

function accountCount(what: string, account: string, user: User | undefined, where = '', limit = ACCOUNT): Count {
  return { key: digest([what, account, where, guessedAt(what, user)].join(' ')), limit };
}

/**
 * What a guess is at. With another password, or another secret of the codes, counts begin anew, so that who was given
 * one by the administrator need not wait for what was guessed at the old one.
 */
function guessedAt(what: string, user: User | undefined): string {
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
export async function throttled<Result>(
  counts: Counts,
  by: Trying,
  check: () => Promise<Outcome<Result>>,
  onFailure: (on: Database) => Write[] = () => [],
): Promise<Outcome<Result>> {
  for (const [n, { key, limit }] of counts.entries()) {
    if (await allOrNone((on) => countTry(on, key, now(), limit))) continue;
    await takeBack(counts.slice(0, n));
    const until = await findBlockedUntil(key);
    tellOnce(`${key} ${until}`, by);
    return refuseUntil(until);
  }
  const outcome = await check().catch(async (error) => {
    if (error instanceof Busy) await takeBack(counts);
    throw error;
  });
  if (!outcome.ok) await allOrNone((on) => touchThrottle(on, counts[0].key, now()), onFailure);
  else await cleared(counts);
  return outcome;
}

/** What a right answer has done stays done where the database is too busy for this; the try then counts on. */
async function cleared(counts: Count[]): Promise<void> {
  try {
    for (const count of counts) await allOrNone((on) => clear(on, count));
  } catch (error) {
    if (!(error instanceof Busy)) throw error;
  }
}

async function takeBack(counts: Count[]): Promise<void> {
  for (const { key } of counts) await allOrNone((on) => takeBackTry(on, key));
}

/** The waits of which the log has a line, as many as memory is good for. */
const told = new Set<string>();
const MOST_TOLD = 10_000;

/** The first try that a wait turns away has a line in the log, and a flood of others no more. */
function tellOnce(wait: string, { user, visitor: { address, requestId } }: Trying): void {
  if (told.has(wait)) return;
  if (told.size >= MOST_TOLD) told.clear();
  told.add(wait);
  log.warn({ event: 'try-blocked', user: user?.id, address, request: requestId }, 'try-blocked');
}

/** A right answer clears an account's count; of what others share it takes back its own try. */
function clear(on: Database, { key, limit }: Count) {
  return limit.isShared ? takeBackTry(on, key) : deleteThrottle(on, key);
}

function refuseUntil(until: number) {
  const seconds = Math.max(1, Math.ceil((until - now()) / SECOND));
  return seconds < 120
    ? { ...refuse('sign-in.errors.tooManySeconds', undefined, { seconds }), seconds }
    : { ...refuse('sign-in.errors.tooManyMinutes', undefined, { minutes: Math.ceil(seconds / 60) }), seconds };
}

/** Of IPv6 the /64, which is what one customer gets (RFC 6177). */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = new URL(`http://[${plain.split('%')[0]}]`).hostname.slice(1, -1).split('::');
  const groups = [head, tail].map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(8 - groups.flat().length).fill('0');
  return [...(groups[0] ?? []), ...zeros, ...(groups[1] ?? [])].slice(0, 4).join(':');
}
