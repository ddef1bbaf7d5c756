import { listApplicationsOf } from '../db/application-sessions';
import { listLinksOf } from '../db/link-tokens';
import { listMailOf } from '../db/outbox';
import { listPasskeys } from '../db/passkeys';
import { listAllSessionsOf, type Session, type SessionRow } from '../db/sessions';
import type { User } from '../db/users';
import { eventRecord, exportActivity } from './activity';
import { now } from './adapters/clock';
import { avatarVersion, findUserAvatar } from './avatar';
import { countRecoveryCodesLeft } from './recovery-codes';
import { twoFactorState } from './two-factor';

/** Everything kept about a person, as JSON in pieces. No secrets, hashes or tokens. */
export async function* writeMyData({ id, user }: Session): AsyncGenerator<string> {
  const sessions = await listAllSessionsOf(user.id);
  const data = {
    exported: time(now()),
    profile: await profileOf(user),
    sessions: sessions.map((session) => ({ ...sessionRecord(session), isThis: session.id === id })),
    passkeys: (await listPasskeys(user.id)).map(({ name, createdAt, lastUsedAt, isSynced }) => ({
      name,
      added: time(createdAt),
      lastUsed: time(lastUsedAt),
      isSynced,
    })),
    applications: (await listApplicationsOf(user.id)).map(({ name, lastUsedAt }) => ({
      name,
      lastUsed: time(lastUsedAt),
    })),
    mail: (await listMailOf(user.id)).map(({ createdAt, failedAt, ...mail }) => ({
      ...mail,
      queued: time(createdAt),
      failed: time(failedAt),
    })),
    links: (await listLinksOf(user.id)).map(({ purpose, expiresAt }) => ({ purpose, expires: time(expiresAt) })),
  };
  yield `${JSON.stringify(data, null, 2).slice(0, -'\n}'.length)},\n  "events": [`;
  let separator = '\n    ';
  for await (const events of exportActivity(user.id))
    for (const event of events) {
      yield separator + JSON.stringify(eventRecord(event));
      separator = ',\n    ';
    }
  yield '\n  ]\n}\n';
}

const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());

async function profileOf(user: User) {
  const { id, username, pendingUsername, company, role, administrator, language } = user;
  return {
    id,
    username,
    usernameVerified: time(user.usernameVerifiedAt),
    pendingUsername,
    company,
    role,
    administrator,
    language,
    created: time(user.createdAt),
    avatar: await avatarOf(user),
    passwordChanged: time(user.passwordChangedAt),
    passwordMustChange: user.passwordMustChange,
    twoFactor: {
      state: twoFactorState(user),
      since: time(user.totpConfirmedAt),
      recoveryCodesLeft: await countRecoveryCodesLeft(id),
    },
  };
}

/** A `data:` address; null for initials. */
async function avatarOf(user: User): Promise<string | null> {
  if (user.avatarVersion === null) return null;
  const avatar = await findUserAvatar(user.id, avatarVersion(user), 512);
  return avatar ? `data:${avatar.type};base64,${Buffer.from(avatar.body).toString('base64')}` : null;
}

const sessionRecord = ({ createdAt, lastUsedAt, address, userAgent }: SessionRow) => ({
  began: time(createdAt),
  lastUsed: time(lastUsedAt),
  address,
  userAgent,
});
