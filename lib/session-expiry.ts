import type { ExpiryLimits, SessionRow } from '../db/sessions';
import { now } from './adapters/clock';

const DAY = 24 * 3600_000;

/** A session ends this long after its last use, and this long after it was created. */
const IDLE_LIMIT_MS = 7 * DAY;
export const ABSOLUTE_LIMIT_MS = 30 * DAY;

type Lifetime = Pick<SessionRow, 'lastUsedAt' | 'createdAt'>;

export const isExpired = ({ lastUsedAt, createdAt }: Lifetime, { lastUsed, created }: ExpiryLimits) =>
  lastUsedAt <= lastUsed || createdAt <= created;

export function expiryLimits(): ExpiryLimits {
  return { lastUsed: now() - IDLE_LIMIT_MS, created: now() - ABSOLUTE_LIMIT_MS };
}
