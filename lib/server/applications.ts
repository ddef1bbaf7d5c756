import type { IncomingMessage } from 'node:http';
import { checkApplications } from '../applications';
import { localUrl } from '../local-url';
import { findSessionOf, requiredStepPath } from './application-session';
import { answerForwardAuth } from './forward-auth';
import { replay } from './next-internals';
import { answerPicture } from './picture';
import { readBody } from './request-body';
import type { RequestOptions } from './request-options';
import type { PageResponse } from './response';

const READ = ['GET', 'HEAD'];
const API = ['POST', 'OPTIONS'];
const OPEN = [...READ, 'OPTIONS'];

const METHODS: Record<string, string[]> = {
  '/.well-known/openid-configuration': OPEN,
  '/oidc/jwks': OPEN,
  '/oidc/auth': READ,
  '/oidc/logout': READ,
  '/oidc/token': API,
  '/oidc/revoke': API,
  '/oidc/userinfo': [...OPEN, 'POST'],
  '/forward-auth': READ,
};

/** Endpoints that a browser opens with its session; the others are called by applications' servers. */
const WITH_SESSION = ['/oidc/auth', '/oidc/logout', '/forward-auth'];

const BODY_MAX_BYTES = 48 * 1024;

/** They are outside the request guard: applications' servers send no Origin, and other types of bodies. */
export async function answerApplication(
  request: IncomingMessage,
  response: PageResponse,
  options: RequestOptions & { client: string },
): Promise<void> {
  const path = request.url?.split('?', 1)[0] ?? '';
  const isPicture = path.startsWith('/oidc/picture/');
  const methods = isPicture ? READ : (METHODS[path] ?? []);
  if (methods.length === 0 || !(await checkApplications())) return response.sendStatus('404');
  if (!methods.includes(request.method ?? '')) {
    response.setHeader('Allow', methods.join(', '));
    return response.sendStatus('405');
  }
  // Next fetches the target of an action's redirect itself before it redirects the browser.
  if (request.headers.rsc !== undefined) return response.sendStatus('404');
  response.setHeader('Cache-Control', 'no-store');
  if (isPicture) return answerPicture(request, response);
  const session = WITH_SESSION.includes(path) ? await findSessionOf(request) : undefined;
  if (path === '/oidc/auth' && session?.mayUseApplications === false && !isSilent(request))
    return redirect(response, requiredStepPath(session, request.url));
  if (path === '/forward-auth') return answerForwardAuth(request, response, session, options);
  const body = await readBody(request, response, { maxBytes: BODY_MAX_BYTES, ...options });
  if (typeof body === 'number') return response.sendStatus(`${body}`);
  const { answerOidc } = await import('./oidc');
  await answerOidc(request.method === 'POST' ? replay(request, body) : request, response, session, options);
}

/** It must be answered, not shown to the user. */
const isSilent = ({ url = '' }: IncomingMessage) => localUrl(url).searchParams.get('prompt') === 'none';

function redirect(response: PageResponse, path: string): void {
  response.writeHead(303, { Location: path, 'Content-Length': 0 } as never);
  response.end();
}
