import { allOrNone, type Database, isUniqueViolation, type Write } from '../db';
import { deleteAvatars, insertAvatar } from '../db/avatars';
import { type Session, sessionGoesOn, updateSession } from '../db/sessions';
import { passwordStillIs, type User, updateUser } from '../db/users';
import { record } from './activity';
import type { Square } from './adapters/image';
import { digest, randomId, randomValue } from './adapters/random';
import { readAvatar } from './avatar';
import { isLocale } from './i18n/locales';
import { type Outcome, refuse } from './outcome';
import { proveCurrentPassword } from './password';
import { parseUsername, usernameKey } from './username';
import type { Visitor } from './visitor';

/** What a person changed in the form. What they left alone is not there, so that saving undoes nothing. */
export type ProfileChange = {
  username?: string;
  language?: string;
  /** Another picture, or none any more. */
  avatar?: Blob | 'none';
  /** The square of the picture that was chosen; see `readAvatar`. */
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
  visitor: Visitor,
): Promise<Outcome<{ language: string; sessionValue?: string }>> {
  const { user } = session;
  const judged = await judge(user, typed, visitor);
  if (!judged.ok) return judged;
  const { username, language, squares } = judged;
  const sessionValue = username && randomValue();
  const change = {
    ...(username && { username, usernameKey: usernameKey(username) }),
    ...(language && { language }),
    ...(squares && { avatarVersion: squares.length > 0 ? randomId() : null }),
  };

  const consequences = (on: Database): Write[] => [
    ...(sessionValue ? [updateSession(on, session.id, { valueHash: digest(sessionValue) })] : []),
    ...(username ? [record(on, user.id, 'username-changed', visitor)] : []),
    ...(language ? [record(on, user.id, 'language-changed', visitor)] : []),
    ...(squares ? replaceAvatar(on, user.id, change.avatarVersion, squares, visitor) : []),
  ];
  try {
    const conditions = [sessionGoesOn(session.id), username ? passwordStillIs(user.passwordHash) : undefined];
    const saved = await allOrNone(
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

type Judged = { username?: string; language?: string; squares?: Square[] };

async function judge(user: User, typed: ProfileChange, visitor: Visitor): Promise<Outcome<Judged>> {
  const judged: Judged = {};
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
    const read =
      typed.avatar === 'none' ? { ok: true as const, squares: [] } : await readAvatar(typed.avatar, typed.avatarSquare);
    if (!read.ok) return read;
    judged.squares = read.squares;
  }
  if (judged.username && typed.currentPassword === '')
    return refuse('profile.errors.passwordNeeded', 'currentPassword');
  const proven = judged.username ? await proveCurrentPassword(user, typed.currentPassword, visitor) : undefined;
  return proven?.ok === false ? proven : { ok: true, ...judged };
}

function replaceAvatar(
  on: Database,
  userId: string,
  version: string | null | undefined,
  squares: Square[],
  visitor: Visitor,
): Write[] {
  const rows = squares.map((square) => ({ userId, version: version ?? '', ...square }));
  return [
    deleteAvatars(on, userId),
    ...(rows.length > 0 ? [insertAvatar(on, rows)] : []),
    record(on, userId, rows.length > 0 ? 'avatar-changed' : 'avatar-removed', visitor),
  ];
}
