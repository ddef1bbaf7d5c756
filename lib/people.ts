import { type Database, transaction } from '../db';
import { insertCompany, moveToCompany } from '../db/companies';
import { deletePasskeysOf, userHasTwoFactor } from '../db/passkeys';
import { deleteRecoveryCodes } from '../db/recovery-codes';
import { deleteSessionsOf } from '../db/sessions';
import { deleteTicketsOf, userHasAccess } from '../db/tickets';
import {
  accountUnchanged,
  deleteUser as deleteUserRow,
  isDisabled,
  isEnabled,
  keepsAnAdministrator,
  type NewUser,
  passwordUnchanged,
  type User,
  updateAnyUser,
  userMeets,
} from '../db/users';
import { recordDeletion } from './activity';
import { now } from './adapters/clock';
import { hashOneTimePassword } from './adapters/hash';
import { randomId } from './adapters/random';
import { NO_CLIENT } from './client';
import type { EventType } from './event-type';
import { queueMail } from './mail';
import { type Outcome, refuse } from './outcome';
import {
  type Actor,
  act,
  findOther,
  findPerson,
  isSelf,
  mayAct,
  recordAct,
  unknownPerson,
  type Who,
} from './people/act';
import { nameKey, randomPassword, validateAccount } from './people/create';
import { keepShownPassword } from './people/shown-password';
import { TWO_FACTOR_OFF } from './two-factor';
import { usernameKey } from './username';

const endAccess = (on: Database, userId: string) => [deleteSessionsOf(on, userId), deleteTicketsOf(on, userId)];

const LAST_ADMINISTRATOR = refuse('people.errors.lastAdministrator');

type Changed = Outcome<{ isChanged: boolean }>;

export async function disableUser(who: Who, actor: Actor): Promise<Changed> {
  return act(who, actor, {
    type: 'account-disabled',
    change: { disabledAt: now() },
    conditions: [isEnabled(), keepsAnAdministrator()],
    writes: endAccess,
    isDone: ({ disabledAt }) => disabledAt !== null,
    refusal: LAST_ADMINISTRATOR,
  });
}

export async function enableUser(who: Who, actor: Actor): Promise<Changed> {
  return act(who, actor, {
    type: 'account-enabled',
    change: { disabledAt: null },
    conditions: [isDisabled()],
    isDone: ({ disabledAt }) => disabledAt === null,
  });
}

export async function endUserSessions(who: Who, actor: Actor): Promise<Changed> {
  return act(who, actor, {
    type: 'sessions-ended',
    conditions: [userHasAccess()],
    writes: endAccess,
    isDone: async ({ id }) => !(await userMeets(id, userHasAccess())),
  });
}

export async function resetTwoFactor(who: Who, actor: Actor): Promise<Changed> {
  const found = await findOther(who, actor);
  if (!found.ok) return found;
  return act(found.user, actor, {
    type: 'two-factor-reset',
    change: { ...TWO_FACTOR_OFF, limitsResetAt: now() },
    conditions: [userHasTwoFactor()],
    isDone: async ({ id }) => !(await userMeets(id, userHasTwoFactor())),
    writes: (on, userId) => [...endAccess(on, userId), deleteRecoveryCodes(on, userId), deletePasskeysOf(on, userId)],
  });
}

/**
 * Also ends the user's sessions. The user gets a one-time password, which an administrator sees once on the user's page,
 * or a link by mail.
 */
export async function resetPassword(
  who: Who,
  actor: Actor,
  { mails = false } = {},
): Promise<Outcome<{ oneTimePassword: string }>> {
  const found = await findOther(who, actor);
  if (!found.ok) return found;
  const { user } = found;
  const oneTimePassword = randomPassword();
  const passwordHash = await hashOneTimePassword(oneTimePassword);
  const mail = { type: 'reset', userId: user.id, client: NO_CLIENT } as const;
  const reset = await act(user, actor, {
    type: 'password-reset',
    change: { passwordHash, passwordMustChange: true, passwordChangedAt: now(), limitsResetAt: now() },
    conditions: [passwordUnchanged(user.passwordHash)], // a form that is sent twice resets once
    writes: (on) => [
      ...endAccess(on, user.id),
      ...(mails ? [queueMail(on, mail)] : keepShownPassword(on, actor, { userId: user.id, oneTimePassword })),
    ],
    isNoticed: !mails,
    // The command line prints the password, so it has to be the stored one.
    isDone: ({ passwordMustChange }) => actor.session !== undefined && passwordMustChange,
  });
  return reset.ok ? { ok: true, oneTimePassword } : reset;
}

/** @returns the user's id, which the log has */
export async function deleteUser(who: Who, actor: Actor): Promise<Outcome<{ id: string }>> {
  const user = await findPerson(who);
  if (!user) return unknownPerson(actor);
  const deleted = await transaction(
    (on) => deleteUserRow(on, user.id, keepsAnAdministrator(), ...mayAct(actor)),
    (on) =>
      recordDeletion(on, { user, by: isSelf(actor, user) ? undefined : actor.session?.user, client: actor.client }),
  );
  if (deleted) return { ok: true, id: user.id };
  return (await findPerson({ id: user.id })) ? LAST_ADMINISTRATOR : unknownPerson(actor);
}

/** Deletes the user whose username was typed to confirm it. One who is gone counts as deleted: the form was sent twice. */
export async function deleteNamedUser(id: string, username: string, actor: Actor): Promise<Outcome> {
  if (username.trim() === '') return refuse('profile.errors.usernameMissing', 'username');
  const user = await findPerson({ id });
  if (!user) return { ok: true };
  if (usernameKey(username) !== user.usernameKey) return refuse('people.errors.usernameDiffers', 'username');
  return deleteUser({ id }, actor);
}

export type AccountChange = { company?: string; role?: string; language?: string; administrator?: boolean };

/** Changes what differs, and records nothing else. */
export async function setUser(who: Who, actor: Actor, change: AccountChange): Promise<Changed> {
  const validated = validateAccount(change);
  if (!validated.ok) return validated;
  for (;;) {
    const user = await findPerson(who);
    if (!user) return unknownPerson(actor);
    const differing = differences(user, validated.account);
    if (Object.keys(differing).length === 0) return { ok: true, isChanged: false };
    if (await changeAccount(user, actor, differing)) return { ok: true, isChanged: true };
    const current = await findPerson({ id: user.id });
    if (current && Object.keys(differences(current, user)).length === 0) return LAST_ADMINISTRATOR;
  }
}

function differences(user: User, wanted: AccountChange): AccountChange {
  const names = ['company', 'role', 'language', 'administrator'] as const;
  return Object.fromEntries(
    names
      .filter((name) => wanted[name] !== undefined && wanted[name] !== user[name])
      .map((name) => [name, wanted[name]]),
  );
}

async function changeAccount(user: User, actor: Actor, { company, ...change }: AccountChange): Promise<boolean> {
  const { administrator, role } = change;
  const values: Partial<NewUser> = { ...change, ...(role !== undefined && { roleKey: nameKey(role) }) };
  const isDemoted = administrator === false;
  const types: EventType[] = [];
  if (company !== undefined || role !== undefined || change.language !== undefined) types.push('account-changed');
  if (administrator !== undefined) types.push(administrator ? 'administrator-granted' : 'administrator-revoked');
  const conditions = [accountUnchanged(user), isDemoted ? keepsAnAdministrator() : undefined, ...mayAct(actor)];
  const changed = await transaction(
    (on) => updateAnyUser(on, user.id, { id: user.id, ...values }, ...conditions),
    (on) => [
      ...(company === undefined
        ? []
        : [
            insertCompany(on, { id: randomId(), name: company, nameKey: nameKey(company) }),
            moveToCompany(on, user.id, company),
          ]),
      ...types.flatMap((type) => recordAct(on, actor, { type, user })),
    ],
  );
  return changed !== undefined;
}
