import { type Database, isUniqueViolation, transaction, type Write } from '../../db';
import { companyNamed, insertCompany } from '../../db/companies';
import { insertUser, lockUser, type NewUser } from '../../db/users';
import { now } from '../adapters/clock';
import { hashOneTimePassword, hashPassword } from '../adapters/hash';
import { randomId, randomLegible } from '../adapters/random';
import { NO_CLIENT } from '../client';
import { DUPLICATE_MS } from '../duplicate-form';
import { foldCase } from '../fold-case';
import { DEFAULT_LOCALE, isLocale } from '../i18n/locales';
import { queueMail } from '../mail';
import { type Outcome, refuse } from '../outcome';
import { validateNewPassword } from '../password';
import { passwordMinLength } from '../settings';
import { findUserByUsername, parseUsername, usernameKey } from '../username';
import { isVisibleName, NAME_MAX_LENGTH } from '../visible-name';
import { type Actor, mayAct, recordAct } from './act';
import { keepShownPassword } from './shown-password';

export type Account = {
  username: string;
  company: string;
  role?: string;
  language?: string;
  administrator?: boolean;
  password?: string;
};

export const DEFAULT_ROLE = 'Member';

/** At least 99 random bits, and as long as passwords must be. */
export const randomPassword = () => randomLegible(Math.max(4, Math.ceil(passwordMinLength() / 5)), 5);

/** A company's or role's name as it is searched for. */
export const nameKey = (name: string) => foldCase(name.trim());

type Created = {
  id: string;
  username: string;
  /** Unless it was given a password, or is invited. */
  oneTimePassword?: string;
  /** The id of the mail. */
  invitation?: string;
};

type Handover = {
  invites?: boolean;
  /** How long the administrator's session can read the one-time password. */
  shownMs?: number;
};

/** Without a password, the user gets a one-time password, which must be changed at login, or an invitation by mail. */
export async function createUser(
  typed: Account,
  actor: Actor,
  { invites = false, shownMs }: Handover = {},
): Promise<Outcome<Created>> {
  const parsed = parseUsername(typed.username);
  if (!parsed.ok) return parsed;
  const { username } = parsed;
  const validated = validateAccount({
    company: typed.company,
    role: typed.role ?? DEFAULT_ROLE,
    language: typed.language ?? DEFAULT_LOCALE,
  });
  if (!validated.ok) return validated;
  const fault =
    typed.password === undefined ? undefined : await validateNewPassword(typed.password, username, 'password');
  if (fault) return fault;

  const { company, role, language } = validated.account;
  const oneTimePassword = typed.password === undefined ? randomPassword() : undefined;
  const user = {
    id: randomId(),
    username,
    usernameKey: usernameKey(username),
    role,
    roleKey: nameKey(role),
    language,
    administrator: typed.administrator ?? false,
    passwordHash: await (oneTimePassword
      ? hashOneTimePassword(oneTimePassword)
      : hashPassword(typed.password as string)),
    passwordMustChange: oneTimePassword !== undefined,
    createdAt: now(),
  };
  const invitation = invites && oneTimePassword ? randomId() : undefined;
  const handOver = (on: Database) => {
    if (!oneTimePassword) return [];
    if (!invitation) return keepShownPassword(on, actor, { userId: user.id, oneTimePassword, shownMs });
    return [queueMail(on, { type: 'invitation', userId: user.id, client: NO_CLIENT, id: invitation })];
  };
  try {
    if (!(await insert(user, company, actor, handOver))) return refuse('people.errors.changedMeanwhile');
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const id = await findJustCreated({ username, company, role, language }, actor);
    return id ? { ok: true, id, username } : refuse('profile.errors.usernameTaken', 'username');
  }
  return { ok: true, id: user.id, username, ...(invitation ? { invitation } : { oneTimePassword }) };
}

async function insert(
  user: Omit<NewUser, 'companyId'>,
  name: string,
  actor: Actor,
  handOver: (on: Database) => Write[],
): Promise<boolean> {
  const company = { id: randomId(), name, nameKey: nameKey(name) };
  const { session } = actor;
  const created = await transaction<unknown>(
    (on) => (session ? lockUser(on, session.userId, ...mayAct(actor)) : insertCompany(on, company)),
    (on) => [
      ...(session ? [insertCompany(on, company)] : []),
      insertUser(on, { ...user, companyId: companyNamed(name) }),
      ...recordAct(on, actor, { type: 'account-created', user }),
      ...handOver(on),
    ],
  );
  return created !== undefined;
}

/** The second copy of a form finds what the first one created. */
async function findJustCreated(typed: Required<Named> & Pick<Account, 'username'>, { session }: Actor) {
  const user = session && (await findUserByUsername(typed.username));
  if (!user || Math.abs(now() - user.createdAt) >= DUPLICATE_MS || user.lastSeenAt !== null) return undefined;
  const isSame =
    nameKey(user.company) === nameKey(typed.company) && user.role === typed.role && user.language === typed.language;
  return isSame ? user.id : undefined;
}

const UNFIT = { company: 'profile.errors.companyUnfit', role: 'profile.errors.roleUnfit' } as const;

type Named = { company?: string; role?: string; language?: string };

/** Trims names and checks what is given. */
export function validateAccount<Given extends Named>(given: Given): Outcome<{ account: Given }> {
  for (const field of ['company', 'role'] as const) {
    const name = given[field];
    if (name !== undefined && !isVisibleName(name)) return refuse(UNFIT[field], field, { most: NAME_MAX_LENGTH });
  }
  const { company, role, language } = given;
  if (language !== undefined && !isLocale(language)) return refuse('profile.errors.languageUnknown', 'language');
  const trimmed = {
    ...(company !== undefined && { company: company.trim() }),
    ...(role !== undefined && { role: role.trim() }),
  };
  return { ok: true, account: { ...given, ...trimmed } };
}
