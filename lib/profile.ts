import { type Database, isUniqueViolation, transaction, type Write } from '../db';
import { type ReplacedSession, type Session, sessionExists, updateSession } from '../db/sessions';
import { differs, findUserById, passwordUnchanged, type User, updateUser } from '../db/users';
import { record } from './activity';
import { type AvatarChange, parseAvatar, saveAvatar } from './avatar';
import type { Client } from './client';
import { queueUsernameLink, refuseUsername } from './confirm-username';
import { findDuplicate, isReplaced, renewValue, type SentForm } from './duplicate-form';
import { isLocale } from './i18n/locales';
import { type Outcome, refuse } from './outcome';
import { verifyCurrentPassword } from './password';
import { hasEnded } from './sessions';
import { isMailOn } from './settings';
import { parseUsername, usernameKey } from './username';

/** Only what a person changed in the form, so that saving doesn't undo other changes. */
export type ProfileChange = {
  username?: string;
  language?: string;
  avatar?: Blob | 'none';
  avatarSquare?: string;
  currentPassword: string;
};

type Saved = {
  language: string;
  sessionValue?: string;
  isChanged: boolean;
  /** Whether a new username waits for its link. */
  isPending?: true;
};

export async function changeProfile(
  session: Session | ReplacedSession,
  typed: ProfileChange,
  client: Client,
): Promise<Outcome<Saved>> {
  const picture = typed.avatar instanceof Blob ? String(typed.avatar.size) : (typed.avatar ?? '');
  const entries = [typed.username ?? '', typed.language ?? '', picture];
  const sent: SentForm = { form: 'profile', entries, client };
  const repeated = typed.username === undefined ? undefined : await repeat(session, typed, sent);
  if (repeated) return repeated;
  if (isReplaced(session)) return refuse('sign-in.errors.signedOutMeanwhile');

  const { user } = session;
  const validated = await validate(user, typed, client);
  if (!validated.ok) return validated;
  const { username, language, avatar } = validated;
  if (!username && !language && !avatar) return { ok: true, language: user.language, isChanged: false };
  const renewal = username ? renewValue(session, sent) : undefined;
  const change = {
    ...(username && usernameChange(username)),
    ...(language && { language }),
    ...(avatar && { avatarVersion: avatar.version }),
  };

  const writes = (on: Database): Write[] => [
    ...(renewal ? [updateSession(on, session.id, renewal.change)] : []),
    ...(username ? [usernameConsequence(on, user.id, username, client)] : []),
    ...(language ? [record(on, { userId: user.id, type: 'language-changed', client })] : []),
    ...(avatar ? saveAvatar(on, user.id, avatar, client) : []),
  ];
  try {
    const conditions = [
      sessionExists(session.id),
      username ? passwordUnchanged(user.passwordHash) : undefined,
      // A form that is sent twice is saved once.
      username ? differs({ username }) : differs({ language, avatarVersion: avatar?.version }),
    ];
    const saved = await transaction((on) => updateUser(on, user.id, change, ...conditions), writes);
    if (!saved) return overtaken(session, typed, sent);
  } catch (error) {
    if (isUniqueViolation(error)) return refuse('profile.errors.usernameTaken', 'username');
    throw error;
  }
  return {
    ok: true,
    language: language ?? user.language,
    sessionValue: renewal?.value,
    isChanged: true,
    isPending: isPending(username),
  };
}

/** With mail, a username counts once the link that was mailed to it was followed. */
const isPending = (username: string | undefined) => (username !== undefined && isMailOn() ? true : undefined);

function usernameChange(username: string) {
  if (isMailOn()) return { pendingUsername: username };
  return { username, usernameKey: usernameKey(username), usernameVerifiedAt: null, pendingUsername: null };
}

function usernameConsequence(on: Database, userId: string, username: string, client: Client): Write {
  return isMailOn()
    ? queueUsernameLink(on, userId, username, client)
    : record(on, { userId, type: 'username-changed', client });
}

/** Gives a duplicate form what the first copy got. A replaced session value also needs the password. */
async function repeat(
  session: Session | ReplacedSession,
  { username, currentPassword }: ProfileChange,
  sent: SentForm,
): Promise<Outcome<Saved> | undefined> {
  const { user } = session;
  const sessionValue = await findDuplicate(session, sent);
  if (!sessionValue) return undefined;
  const proven = isReplaced(session) ? await verifyCurrentPassword(user, currentPassword, sent.client) : undefined;
  return proven?.ok === false
    ? proven
    : { ok: true, language: user.language, sessionValue, isChanged: true, isPending: isPending(username) };
}

async function overtaken(session: Session, typed: ProfileChange, sent: SentForm): Promise<Outcome<Saved>> {
  const user = await findUserById(session.userId);
  const { username = '', language = user?.language } = typed;
  const isSaved = username.trim().normalize('NFC') === (username && user?.username) && language === user?.language;
  if (!user || !isSaved || (await hasEnded(session))) return refuse('password.errors.currentWrong', 'currentPassword');
  return { ok: true, language: user.language, sessionValue: await findDuplicate(session, sent), isChanged: true };
}

type Validated = { username?: string; language?: string; avatar?: AvatarChange };

async function validate(user: User, typed: ProfileChange, client: Client): Promise<Outcome<Validated>> {
  const validated: Validated = {};
  if (typed.username !== undefined) {
    const parsed = parseUsername(typed.username);
    if (!parsed.ok) return parsed;
    if (parsed.username !== user.username) validated.username = parsed.username;
  }
  if (typed.language !== undefined) {
    if (!isLocale(typed.language)) return refuse('profile.errors.languageUnknown', 'language');
    if (typed.language !== user.language) validated.language = typed.language;
  }
  if (typed.avatar !== undefined) {
    const parsed = await parseAvatar(typed.avatar, typed.avatarSquare);
    if (!parsed.ok) return parsed;
    if (parsed.avatar.version !== user.avatarVersion) validated.avatar = parsed.avatar;
  }
  if (validated.username && typed.currentPassword === '')
    return refuse('profile.errors.passwordNeeded', 'currentPassword');
  const proven = validated.username ? await verifyCurrentPassword(user, typed.currentPassword, client) : undefined;
  if (proven?.ok === false) return proven;
  const refusal = validated.username && isMailOn() ? await refuseUsername(user, validated.username, client) : undefined;
  return refusal ?? { ok: true, ...validated };
}
