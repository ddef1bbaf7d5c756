import { findBlockedUntil, type Limit } from '../db/rate-limits';
import { now } from './adapters/clock';
import { digest } from './adapters/random';
import { networkPrefix } from './address';
import type { Client } from './client';
import { type Refusal, refuse } from './outcome';
import { count } from './rate-limit';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The last one that is free starts an hour's wait, so no hour has more. */
const perHour = (free: number): Limit => ({ free, firstWait: HOUR, longestWait: HOUR, forgetAfter: HOUR });

const ACCOUNT = perHour(5);
const ADDRESS = perHour(30);

/**
 * Counts a link that somebody asks for, by address and by account.
 *
 * @param account the same whether or not there is such a user
 */
export async function countLink(account: string, client: Client): Promise<Refusal | undefined> {
  const counts: [string, Limit][] = [
    [digest(`link address ${networkPrefix(client.address)}`), ADDRESS],
    [digest(`link account ${account}`), ACCOUNT],
  ];
  for (const [key, limit] of counts) {
    if (await count({ key, limit })) continue;
    const minutes = Math.max(1, Math.ceil(((await findBlockedUntil(key)) - now()) / MINUTE));
    return refuse('mail.errors.tooManyLinks', undefined, { minutes });
  }
  return undefined;
}
