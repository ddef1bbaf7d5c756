import { findLatestEvent } from '../../db/events';
import { findUserById } from '../../db/users';
import type { EventType } from '../event-type';
import { appUrl } from '../settings';
import { picturePath } from './picture';

const CHANGES: EventType[] = [
  'account-changed',
  'username-changed',
  'language-changed',
  'avatar-changed',
  'avatar-removed',
];

/** What applications learn about an enabled user: OpenID Connect Core 1.0, section 5.1. */
export async function claimsOf(userId: string): Promise<Record<string, unknown> | undefined> {
  const user = await findUserById(userId);
  if (!user || user.disabledAt !== null) return undefined;
  const path = picturePath(user);
  const changedAt = (await findLatestEvent(userId, CHANGES)) ?? user.createdAt;
  return {
    preferred_username: user.username,
    name: user.username,
    locale: user.language,
    picture: path && appUrl() + path,
    updated_at: Math.floor(changedAt / 1000),
    email: user.username,
    email_verified: user.usernameVerifiedAt !== null,
    company: user.company,
    role: user.role,
  };
}
