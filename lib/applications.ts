import { transaction } from '../db';
import { endApplicationSessions, listApplicationsOf, type UsedApplication } from '../db/application-sessions';
import { type Application, findApplication, hasApplications } from '../db/applications';
import { type Session, sessionExists } from '../db/sessions';
import { record } from './activity';
import { now } from './adapters/clock';
import type { Client } from './client';
import { localUrl } from './local-url';
import { type Outcome, refuse } from './outcome';
import { isTwoFactorMissing } from './required-two-factor';

/** Each process looks with its cleanup, once a minute, and with each request of an application. Pages must not query. */
const shared = globalThis as { portraitHasApplications?: boolean };

/** Whether this process has seen that an application is registered. */
export const knowsApplications = (): boolean => shared.portraitHasApplications === true;

export async function checkApplications(): Promise<boolean> {
  shared.portraitHasApplications = await hasApplications();
  return shared.portraitHasApplications;
}

export async function listUsedApplications({ userId }: Session): Promise<UsedApplication[]> {
  return listApplicationsOf(userId);
}

/** Logs the user out of an application, in all of their sessions. */
export async function endApplication(session: Session, id: string, client: Client): Promise<Outcome> {
  const { userId } = session;
  const ended = await transaction(
    (on) => endApplicationSessions(on, userId, id, sessionExists(session.id)),
    (on) => [record(on, { userId, type: 'application-ended', client })],
  );
  return ended ? { ok: true } : refuse('applications.errors.endedAlready');
}

/** Whether a session may be used to log in to applications, by OpenID Connect and by forward auth. */
export async function mayUseApplications(session: Session): Promise<boolean> {
  return !session.user.passwordMustChange && !(await isTwoFactorMissing(session));
}

const REQUEST_PATH = '/oidc/auth?';

/** The clock of the server that noted the time may be ahead. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Whether a path is an application's request that wants the user to log in again, although there is a session. */
export function wantsNewLogIn(path: string | undefined, { createdAt }: Session): boolean {
  const askedAt = Number(parametersOf(path)?.get('asked_at') ?? 0);
  return createdAt < askedAt && askedAt <= now() + CLOCK_TOLERANCE_MS;
}

const parametersOf = (path = '') =>
  path.startsWith(REQUEST_PATH) ? new URLSearchParams(path.slice(REQUEST_PATH.length)) : undefined;

/**
 * The origin of the application that a form of this page redirects to in the end. Browsers check `form-action` at every
 * redirect.
 */
export async function formTarget(address: string): Promise<string | undefined> {
  const { searchParams } = localUrl(address);
  const request = parametersOf(searchParams.get('next') ?? '');
  if (!request && !searchParams.has('post_logout_redirect_uri')) return undefined;
  const application = await findApplication((request ?? searchParams).get('client_id') ?? '');
  const uri = request ? redirectUriOf(application, request) : postLogoutUriOf(application, searchParams);
  return uri && new URL(uri).origin;
}

function redirectUriOf(application: Application | undefined, parameters: URLSearchParams): string | undefined {
  const { redirectUris = [] } = application ?? {};
  const asked = parameters.get('redirect_uri');
  if (asked === null) return redirectUris.length === 1 ? redirectUris[0] : undefined;
  return redirectUris.find((uri) => uri === asked);
}

function postLogoutUriOf(application: Application | undefined, parameters: URLSearchParams): string | undefined {
  return application?.postLogoutUris.find((uri) => uri === parameters.get('post_logout_redirect_uri'));
}

/** Where an application wants the user to be after logging out, if it is registered. */
export async function afterLogOut(parameters: URLSearchParams): Promise<string | undefined> {
  const application = await findApplication(parameters.get('client_id') ?? '');
  const uri = postLogoutUriOf(application, parameters);
  if (!uri) return undefined;
  const url = new URL(uri);
  const state = parameters.get('state');
  if (state !== null) url.searchParams.append('state', state);
  return url.href;
}
