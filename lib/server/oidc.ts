import type { IncomingMessage } from 'node:http';
import { findApplicationSession } from '../../db/application-sessions';
import { now } from '../adapters/clock';
import { log } from '../adapters/log';
import { createProvider, type Oidc } from '../adapters/oidc';
import { digest, randomId } from '../adapters/random';
import { claimsOf } from '../applications/claims';
import { startLogouts } from '../applications/logouts';
import { loadSigningKeys } from '../applications/signing-keys';
import { storageOf } from '../applications/storage';
import { hasSecondFactor } from '../authentication-methods';
import { equalSecrets } from '../equal-secrets';
import { isLocale } from '../i18n/locales';
import type { Settings } from '../settings';
import { twoFactorState } from '../two-factor';
import { withNext } from '../web/next-path';
import type { ApplicationSession } from './application-session';
import { respondToError } from './respond-to-error';
import type { PageResponse } from './response';

let made: { keys: string; oidc: Oidc } | undefined;

/** A provider with the current signing keys, which any process or the command line may have changed. */
async function currentOidc(issuer: string): Promise<Oidc> {
  const keys = await loadSigningKeys();
  const ids = keys.map(({ kid }) => kid).join(' ');
  if (made?.keys !== ids) made = { keys: ids, oidc: newOidc(issuer, keys) };
  return made.oidc;
}

type Keys = Awaited<ReturnType<typeof loadSigningKeys>>;

function newOidc(issuer: string, keys: Keys): Oidc {
  return createProvider({
    issuer,
    keys,
    storageOf,
    claimsOf,
    findApplicationSession: async (sessionId, applicationId) =>
      (await findApplicationSession({ sessionId, applicationId }))?.id,
    newId: randomId,
    isSecret: (given, stored) => equalSecrets(digest(given), stored),
    logInPath: (parameters, session) => {
      const { ui_locales: locales = '', ...request } = parameters;
      const locale = locales.split(' ').find(isLocale);
      const query = new URLSearchParams(session ? { ...request, asked_at: String(now()) } : request);
      return withNext(`${locale ? `/${locale}` : ''}/sign-in`, `/oidc/auth?${query}`);
    },
    logOutPath: ({ client_id = '', post_logout_redirect_uri, state }) => {
      const query = new URLSearchParams({
        client_id,
        ...(post_logout_redirect_uri && { post_logout_redirect_uri }),
        ...(state && { state }),
      });
      return `/applications/sign-out?${query}`;
    },
    onError: (error, details) => log.warn({ ...details, reason: error.message }, 'oidc'),
    refuse: (response, reason) => {
      const { context, sendStatus } = response as PageResponse;
      context.detail = reason;
      sendStatus.call(response, '400');
    },
    fail: (response, error) => respondToError(response as PageResponse, error),
  });
}

export async function answerOidc(
  request: IncomingMessage,
  response: PageResponse,
  session: ApplicationSession | undefined,
  { origins }: Pick<Settings, 'origins'>,
): Promise<void> {
  const issuer = origins[0] as string;
  startSendingLogouts(issuer);
  const { protocol, host } = new URL(issuer);
  Object.assign(request.headers, { host, 'x-forwarded-proto': protocol.slice(0, -1) });
  delete request.headers['x-forwarded-host'];
  const oidc = await currentOidc(issuer);
  await oidc.handle(request, response, session?.mayUseApplications ? signedIn(session) : undefined);
}

function signedIn({ id, userId, createdAt, user, amr }: ApplicationSession) {
  const methods = amr ?? (twoFactorState(user) === 'on' ? 'pwd otp' : 'pwd'); // a session older than the column
  const hasTwo = hasSecondFactor(methods);
  return {
    id,
    userId,
    loggedInAt: createdAt,
    amr: [...methods.split(' '), ...(hasTwo ? ['mfa'] : [])],
    acr: hasTwo ? '2' : '1',
  };
}

/** At the start, or with the first request of an application. */
export function startSendingLogouts(issuer: string): void {
  startLogouts(async (...to) => (await currentOidc(issuer)).sendLogout(...to));
}
