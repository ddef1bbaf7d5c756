import { type Database, isUniqueViolation, transaction, type Write } from '../db';
import { type Session, sessionExists, updateSession } from '../db/sessions';
import { passwordUnchanged, type User, updateUser } from '../db/users';
import { record } from './activity';
import { digest, randomValue } from './adapters/random';
import { type AvatarChange, parseAvatar, saveAvatar } from './avatar';
import type { Client } from './client';
import { isLocale } from './i18n/locales';
import { type Outcome, refuse } from './outcome';
import { verifyCurrentPassword } from './password';
import { parseUsername, usernameKey } from './username';

/** What a person changed in the form. What they left alone is not there, so that saving undoes nothing. */
export type ProfileChange = {
  username?: string;
  language?: string;
  /** Another picture, or none any more. */
  avatar?: Blob | 'none';
  /** The square of the picture that was chosen; see `parseAvatar`. */
  avatarSquare?: string;
  /** Needed where the username changes. */
  currentPassword: string;
};

/**
 * Changes username, language and avatar, all that is asked or nothing. With a new username the session goes on
 * under a new value.
 */
export async function changeProfile(
  session: Session,
  typed: ProfileChange,
  client: Client,
): Promise<Outcome<{ language: string; sessionValue?: string }>> {
  const { user } = session;
  const judged = await validate(user, typed, client);
  if (!judged.ok) return judged;
  const { username, language, avatar } = judged;
  const sessionValue = username && randomValue();
  const change = {
    ...(username && { username, usernameKey: usernameKey(username) }),
    ...(language && { language }),
    ...(avatar && { avatarVersion: avatar.version }),
  };

  const consequences = (on: Database): Write[] => [
    ...(sessionValue ? [updateSession(on, session.id, { valueHash: digest(sessionValue) })] : []),
    ...(username ? [record(on, user.id, 'username-changed', client)] : []),
    ...(language ? [record(on, user.id, 'language-changed', client)] : []),
    ...(avatar ? saveAvatar(on, user.id, avatar, client) : []),
  ];
  try {
    const conditions = [sessionExists(session.id), username ? passwordUnchanged(user.passwordHash) : undefined];
    const saved = await transaction(
      (on) => updateUser(on, user.id, { id: user.id, ...change }, ...conditions),
      consequences,
    );
    if (!saved) return refuse('password.errors.currentWrong', 'currentPassword');
  } catch (error) {
    if (isUniqueViolation(error)) return refuse('profile.errors.usernameTaken', 'username');
    throw error;
  }
  return { ok: true, language: language ?? user.language, sessionValue };
}

type Validated = { username?: string; language?: string; avatar?: AvatarChange };

async function validate(user: User, typed: ProfileChange, client: Client): Promise<Outcome<Validated>> {
  const judged: Validated = {};
  if (typed.username !== undefined) {
    const parsed = parseUsername(typed.username);
    if (!parsed.ok) return parsed;
    if (parsed.username !== user.username) judged.username = parsed.username;
  }
  if (typed.language !== undefined) {
    if (!isLocale(typed.language)) return refuse('profile.errors.languageUnknown', 'language');
    if (typed.language !== user.language) judged.language = typed.language;
  }
  if (typed.avatar !== undefined) {
    const parsed = await parseAvatar(typed.avatar, typed.avatarSquare);
    if (!parsed.ok) return parsed;
    judged.avatar = parsed.avatar;
  }
  if (judged.username && typed.currentPassword === '')
    return refuse('profile.errors.passwordNeeded', 'currentPassword');
  const proven = judged.username ? await verifyCurrentPassword(user, typed.currentPassword, client) : undefined;
  return proven?.ok === false ? proven : { ok: true, ...judged };
}
