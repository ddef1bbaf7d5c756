import { type Condition, type Database, isUniqueViolation, transaction, type Write } from '../db';
import { insertCompany } from '../db/companies';
import { deleteRecoveryCodes } from '../db/recovery-codes';
import { deleteSessionsOf } from '../db/sessions';
import { deleteTicketsOf } from '../db/tickets';
import {
  deleteUser as deleteUserRow,
  insertUser,
  isDisabled,
  isEnabled,
  moveToCompany,
  type NewUser,
  updateAnyUser,
} from '../db/users';
import { record, recordDeletion } from './activity';
import { now } from './adapters/clock';
import { hashPassword } from './adapters/hash';
import { randomId, randomLegible } from './adapters/random';
import { COMMAND_LINE } from './client';
import type { EventType } from './event-type';
import { DEFAULT_LOCALE, isLocale } from './i18n/locales';
import { queueMail } from './mail';
import { type Outcome, refuse } from './outcome';
import { validateNewPassword } from './password';
import { passwordMinLength } from './settings';
import { TWO_FACTOR_OFF } from './two-factor';
import { findUserByUsername, parseUsername, usernameKey } from './username';

export type Account = { username: string; company: string; role?: string; language?: string; password?: string };

const NAME_MAX_LENGTH = 100;

/** At least 99 random bits, and as long as passwords must be. */
export const randomPassword = () => randomLegible(Math.max(4, Math.ceil(passwordMinLength() / 5)), 5);

/**
 * Without a password, the user gets a one-time password, which must be changed at login, or an invitation by mail.
 *
 * @returns `invitation` is the id of the mail
 */
export async function createUser(
  account: Account,
  { invites = false } = {},
): Promise<Outcome<{ username: string; oneTimePassword?: string; invitation?: string }>> {
  const parsed = parseUsername(account.username);
  if (!parsed.ok) return parsed;
  const role = account.role ?? 'Member';
  const language = account.language ?? DEFAULT_LOCALE;
  const fault =
    validateName(account.company, 'company') ??
    validateName(role, 'role') ??
    (isLocale(language) ? undefined : refuse('profile.errors.languageUnknown', 'language')) ??
    (account.password === undefined
      ? undefined
      : await validateNewPassword(account.password, parsed.username, 'password'));
  if (fault) return fault;

  const oneTimePassword = account.password === undefined ? randomPassword() : undefined;
  const password = account.password ?? (oneTimePassword as string);
  const user = {
    id: randomId(),
    username: parsed.username,
    usernameKey: usernameKey(parsed.username),
    role: role.trim(),
    language,
    passwordHash: await hashPassword(password),
    passwordMustChange: oneTimePassword !== undefined,
    createdAt: now(),
  };
  const invitation = invites && oneTimePassword ? randomId() : undefined;
  return (await addUser(user, account.company.trim(), invitation))
    ? { ok: true, username: user.username, ...(invitation ? { invitation } : { oneTimePassword }) }
    : refuse('profile.errors.usernameTaken', 'username');
}

async function addUser(
  user: Omit<NewUser, 'companyId'>,
  company: string,
  invitation: string | undefined,
): Promise<boolean> {
  const mail = { type: 'invitation', userId: user.id, client: COMMAND_LINE } as const;
  try {
    await transaction(
      (on) => insertCompany(on, { id: randomId(), name: company }),
      (on, { id }) => [
        insertUser(on, { ...user, companyId: id }),
        record(on, { userId: user.id, type: 'account-created', client: COMMAND_LINE }),
        ...(invitation ? [queueMail(on, { ...mail, id: invitation })] : []),
      ],
    );
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

export async function setUser(username: string, change: { company?: string; role?: string }): Promise<Outcome> {
  const fault =
    (change.company === undefined ? undefined : validateName(change.company, 'company')) ??
    (change.role === undefined ? undefined : validateName(change.role, 'role'));
  if (fault) return fault;
  const { role, company } = change;
  return changeUser(username, 'account-changed', role === undefined ? {} : { role: role.trim() }, (on, userId) =>
    company === undefined
      ? []
      : [insertCompany(on, { id: randomId(), name: company.trim() }), moveToCompany(on, userId, company.trim())],
  );
}

export async function disableUser(username: string): Promise<Outcome<{ isChanged: boolean }>> {
  return changeUser(username, 'account-disabled', { disabledAt: now() }, endAccess, isEnabled());
}

export async function enableUser(username: string): Promise<Outcome<{ isChanged: boolean }>> {
  return changeUser(username, 'account-enabled', { disabledAt: null }, undefined, isDisabled());
}

/** Also ends the user's sessions. */
export async function resetPassword(username: string): Promise<Outcome<{ oneTimePassword: string }>> {
  const oneTimePassword = randomPassword();
  const passwordHash = await hashPassword(oneTimePassword);
  const password = { passwordHash, passwordMustChange: true, limitsResetAt: now() };
  const reset = await changeUser(username, 'password-reset', password, endAccess);
  return reset.ok ? { ok: true, oneTimePassword } : reset;
}

export async function resetTwoFactor(username: string): Promise<Outcome> {
  return changeUser(username, 'two-factor-reset', { ...TWO_FACTOR_OFF, limitsResetAt: now() }, (on, userId) => [
    ...endAccess(on, userId),
    deleteRecoveryCodes(on, userId),
  ]);
}

export async function endUserSessions(username: string): Promise<Outcome> {
  return changeUser(username, 'sessions-ended', {}, endAccess);
}

export async function deleteUser(username: string): Promise<Outcome<{ id: string }>> {
  const user = await findUserByUsername(username);
  const deleted =
    user &&
    (await transaction(
      (on) => deleteUserRow(on, user.id),
      (_, { id }) => [recordDeletion(id, COMMAND_LINE)],
    ));
  return deleted ? { ok: true, id: deleted.id } : refuse('profile.errors.usernameUnknown', 'username');
}

const endAccess = (on: Database, userId: string) => [deleteSessionsOf(on, userId), deleteTicketsOf(on, userId)];

async function changeUser(
  username: string,
  event: EventType,
  values: Partial<NewUser>,
  writes: (on: Database, userId: string) => Write[] = () => [],
  condition?: Condition,
): Promise<Outcome<{ isChanged: boolean }>> {
  const user = await findUserByUsername(username);
  if (!user) return refuse('profile.errors.usernameUnknown', 'username');
  const changed = await transaction(
    (on) => updateAnyUser(on, user.id, { id: user.id, ...values }, condition),
    (on) => [...writes(on, user.id), record(on, { userId: user.id, type: event, client: COMMAND_LINE })],
  );
  return { ok: true, isChanged: changed !== undefined };
}

function validateName(name: string, field: string) {
  const isGood =
    name.trim() !== '' && name.length <= NAME_MAX_LENGTH && !/[\p{C}\p{Default_Ignorable_Code_Point}]/u.test(name);
  return isGood ? undefined : refuse('profile.errors.nameUnfit', field, { most: NAME_MAX_LENGTH });
}
