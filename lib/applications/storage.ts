import { transaction } from '../../db';
import {
  endApplicationSession,
  findLiveApplicationSession,
  recordApplicationUse,
  upsertApplicationSession,
} from '../../db/application-sessions';
import {
  consumeApplicationToken,
  deleteApplicationToken,
  deleteApplicationTokensOf,
  findApplicationToken,
  insertApplicationToken,
} from '../../db/application-tokens';
import { findApplication } from '../../db/applications';
import { now } from '../adapters/clock';
import { log } from '../adapters/log';
import type { Storage } from '../adapters/oidc-host';
import { digest } from '../adapters/random';
import { ABSOLUTE_LIMIT_MS, expiryLimits, isExpired } from '../session-expiry';

/** What the provider keeps, by the names of its models. Its sessions are Portrait's, and it has no interactions. */
export function storageOf(model: string): Storage | undefined {
  return { Client: clients, Grant: grants, AuthorizationCode: tokens(model), AccessToken: tokens(model) }[model];
}

const clients: Storage = {
  find: async (id) => {
    const application = await findApplication(id);
    if (!application) return undefined;
    const { name, secretHash, redirectUris, postLogoutUris, backchannelUri, requiresPkce } = application;
    return {
      client_id: id,
      client_name: name,
      client_secret: secretHash ?? undefined,
      token_endpoint_auth_method: secretHash === null ? 'none' : 'client_secret_basic',
      redirect_uris: redirectUris,
      post_logout_redirect_uris: postLogoutUris,
      response_modes: ['query'],
      requires_pkce: requiresPkce,
      ...(backchannelUri && { backchannel_logout_uri: backchannelUri, backchannel_logout_session_required: true }),
    };
  },
};

/** A grant is the user's session at an application, and ends with the session at Portrait. */
const grants: Storage = {
  find: async (id) => {
    const row = await findLiveApplicationSession(id);
    if (!row || isExpired(row.session, expiryLimits())) return undefined;
    return {
      kind: 'Grant',
      jti: id,
      accountId: row.userId,
      clientId: row.applicationId,
      openid: { scope: 'openid profile email company' },
      exp: Math.floor((row.session.createdAt + ABSOLUTE_LIMIT_MS) / 1000),
    };
  },
  destroy: async (id) => {
    await transaction((on) => endApplicationSession(on, id));
  },
};

/** Only the hash of a token is stored, of which `jti` is the value. */
const tokens = (kind: string): Storage => ({
  find: async (value) => {
    const token = await findApplicationToken(hashOf(kind, value));
    return token && { ...token.payload, jti: value, consumed: token.consumedAt ?? undefined };
  },
  upsert: async (value, { jti: _, ...payload }, seconds) => {
    const token = { valueHash: hashOf(kind, value), expiresAt: now() + seconds * 1000 };
    if (kind === 'AuthorizationCode') return saveCode(token, payload as Code);
    const row = { ...token, payload, applicationSessionId: payload.grantId as string };
    const used = await transaction(
      (on) => recordApplicationUse(on, row.applicationSessionId, now()),
      (on) => [insertApplicationToken(on, row)],
    );
    return used !== undefined;
  },
  consume: async (value) => {
    const valueHash = hashOf(kind, value);
    if (await transaction((on) => consumeApplicationToken(on, valueHash, now()))) return true;
    const token = await findApplicationToken(valueHash);
    if (token) await transaction((on) => endApplicationSession(on, token.applicationSessionId));
    return false;
  },
  destroy: async (value) => {
    await transaction((on) => deleteApplicationToken(on, hashOf(kind, value)));
  },
  revokeByGrantId: async (id) => {
    await transaction((on) => deleteApplicationTokensOf(on, id));
  },
});

type Code = { grantId: string; sessionUid: string; clientId: string; accountId: string; sid?: string };

/** The session at the application begins with its first code. Two first codes at once share one. */
async function saveCode(token: { valueHash: string; expiresAt: number }, code: Code): Promise<boolean> {
  const { grantId, sessionUid: sessionId, clientId: applicationId, accountId: user } = code;
  const begun = await transaction(
    (on) => upsertApplicationSession(on, { id: grantId, sessionId, applicationId }, now()),
    (on, { id }) => {
      const payload = { ...code, grantId: id, ...(code.sid && { sid: id }) };
      return [insertApplicationToken(on, { ...token, payload, applicationSessionId: id })];
    },
  );
  if (!begun) return false;
  log.info({ event: 'application-log-in', application: applicationId, user }, 'application-log-in');
  return true;
}

const hashOf = (kind: string, value: string) => digest(`${kind} ${value}`);
