import { type Condition, type Database, isUniqueViolation, transaction, type Write } from '../db';
import { type ReplacedSession, type Session, sessionExists, updateSession } from '../db/sessions';
import { differs, findUserById, passwordUnchanged, type User, updateUser } from '../db/users';
import { record } from './activity';
import { digest } from './adapters/random';
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
  const sent: SentForm = { form: 'profile', entries: await entriesOf(typed), client };
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
      username ? usernameDiffers(user, username) : differs({ language, avatarVersion: avatar?.version }),
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

async function entriesOf({ username = '', language = '', avatar, avatarSquare = '' }: ProfileChange) {
  const picture = avatar instanceof Blob ? digest(new Uint8Array(await avatar.arrayBuffer())) : (avatar ?? '');
  return [username, language, picture, avatarSquare];
}

/** With mail, a username counts once the link that was mailed to it was followed. */
const isPending = (username: string | undefined) => (username !== undefined && isMailOn() ? true : undefined);

function usernameChange(username: string) {
  if (isMailOn()) return { pendingUsername: username };
  return { username, usernameKey: usernameKey(username), usernameVerifiedAt: null, pendingUsername: null };
}

/** A username that has been waiting for its link for a while may be asked for again. */
function usernameDiffers(user: User, username: string): Condition {
  if (!isMailOn()) return differs({ username });
  return user.pendingUsername === username ? undefined : differs({ pendingUsername: username });
}

function usernameConsequence(on: Database, userId: string, username: string, client: Client): Write {
  return isMailOn()
    ? queueUsernameLink(on, userId, username, client)
    : record(on, { userId, type: 'username-changed', client });
}

/** Gives a duplicate form what the first copy got. A replaced session value also needs the password. */
async function repeat(
  session: Session | ReplacedSession,
  typed: ProfileChange,
  sent: SentForm,
): Promise<Outcome<Saved> | undefined> {
  const sessionValue = await findDuplicate(session, sent);
  const user = sessionValue && (await findUserById(session.userId));
  if (!user || !isSaved(user, typed)) return undefined;
  const { currentPassword } = typed;
  const proven = isReplaced(session) ? await verifyCurrentPassword(user, currentPassword, sent.client) : undefined;
  return proven?.ok === false ? proven : asSaved(user, typed, sessionValue);
}

async function overtaken(session: Session, typed: ProfileChange, sent: SentForm): Promise<Outcome<Saved>> {
  const user = await findUserById(session.userId);
  if (!user || !isSaved(user, typed) || (await hasEnded(session)))
    return refuse('password.errors.currentWrong', 'currentPassword');
  return asSaved(user, typed, await findDuplicate(session, sent));
}

/** Whether a user has what a form asked for. The username may still wait for its link. */
function isSaved(user: User, { username, language = user.language }: ProfileChange): boolean {
  if (language !== user.language) return false;
  if (username === undefined) return true;
  const parsed = parseUsername(username);
  return parsed.ok && [user.username, user.pendingUsername].includes(parsed.username);
}

const asSaved = ({ language }: User, { username }: ProfileChange, sessionValue: string | undefined) =>
  ({ ok: true, language, sessionValue, isChanged: true, isPending: isPending(username) }) as const;

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
    const parsed = await parseAvatar(typed.avatar, { userId: user.id, area: typed.avatarSquare });
    if (!parsed.ok) return parsed;
    if (parsed.avatar.version !== user.avatarVersion) validated.avatar = parsed.avatar;
  }
  if (validated.username && typed.currentPassword === '')
    return refuse('profile.errors.passwordNeeded', 'currentPassword');
  const proven = validated.username ? await verifyCurrentPassword(user, typed.currentPassword, client) : undefined;
  if (proven?.ok === false) return proven;
  const refusal = validated.username ? await refuseUsername(user, validated.username, client) : undefined;
  return refusal ?? { ok: true, ...validated };
}
