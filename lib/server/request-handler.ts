import type { IncomingMessage } from 'node:http';
import proxyaddr from 'proxy-addr';
import { networkPrefix } from '../address';
import { formTarget } from '../applications';
import { runInContext } from '../web/request-context';
import { isApplicationPath } from './application-paths';
import { checkBody } from './multipart';
import { lowerFormType, removeInternalHeaders, replay } from './next-internals';
import { readBody } from './request-body';
import { bodyMaxBytes, checkRequest, hasTooManyParameters } from './request-guard';
import type { RequestOptions } from './request-options';
import { respondToError } from './respond-to-error';
import type { PageResponse } from './response';
import { signInQueue } from './sign-in-queue';
import type { PageStatus } from './status-page';

const signIns = signInQueue();

export async function handleRequest(
  request: IncomingMessage,
  response: PageResponse,
  options: RequestOptions,
): Promise<void> {
  try {
    if (hasTooManyParameters(request)) return response.sendStatus('400');
    if (isApplicationPath(request.url)) return await passToApplications(request, response, options);
    const rejected = checkRequest(request, options.origins);
    if (!rejected && request.method !== 'POST') await pass(request, response, options);
    else if (rejected && waitsForContinue(request)) response.sendStatus(`${rejected}`);
    else await handleBody(request, response, options, rejected);
  } catch (error) {
    respondToError(response, error as NodeJS.ErrnoException);
  }
}

async function passToApplications(request: IncomingMessage, response: PageResponse, options: RequestOptions) {
  if (waitsForContinue(request)) response.writeContinue();
  const { answerApplication } = await import('./applications');
  await answerApplication(request, response, { ...options, client: clientOf(request, options) });
}

async function handleBody(
  request: IncomingMessage,
  response: PageResponse,
  options: RequestOptions,
  rejected: number | undefined,
): Promise<void> {
  if (waitsForContinue(request)) response.writeContinue();
  const client = clientOf(request, options);
  const maxBytes = rejected ? 0 : bodyMaxBytes(request);
  const body = await readBody(request, response, { maxBytes, client, limits: options.limits });
  const fault = rejected ?? (typeof body === 'number' ? body : checkBody(request.headers, body));
  if (!fault) return passForm(request, response, options, body as Buffer);
  if (!isShownByForm(fault, response)) return response.sendStatus(`${fault}` as PageStatus);
  if (!request.complete) response.setHeader('Connection', 'close'); // the rest won't be read
  Object.assign(response.context, { isForm: false, status: fault, refused: fault });
  request.method = 'GET';
  for (const name of ['content-type', 'content-length', 'transfer-encoding']) delete request.headers[name];
  return pass(replay(request, Buffer.alloc(0)), response, options);
}

/** Missing once the client has disconnected. */
const addressOf = (request: IncomingMessage, { trustsProxy }: RequestOptions) =>
  request.socket.remoteAddress && proxyaddr(request, trustsProxy);

const clientOf = (request: IncomingMessage, options: RequestOptions) =>
  networkPrefix(addressOf(request, options) ?? '');

/** The client sends the body only after a 100 (RFC 9110, section 10.1.1). */
const waitsForContinue = ({ headers }: IncomingMessage) => /^100-continue$/i.test(headers.expect ?? '');

/** A form with a file is shown again with the reason; others get a status page. */
function isShownByForm(fault: number, { context }: PageResponse): fault is 400 | 413 {
  const isOfForm = context.isForm && (fault === 400 || fault === 413);
  return isOfForm && !context.isScripted && /^\/\w\w\/(profile|people\/import)(\?|$)/.test(context.path);
}

async function passForm(request: IncomingMessage, response: PageResponse, options: RequestOptions, body: Buffer) {
  const form = replay(request, body);
  if (!/^\/\w\w\/sign-in(\?|$)/.test(response.context.path)) return pass(form, response, options);
  const queue = options.queue ?? signIns;
  response.context.isSignIn = true;
  const isHandled = await queue.run(clientOf(request, options), response, () => pass(form, response, options));
  if (!isHandled) response.sendStatus('503');
}

/** Pages on the way to an application, or back to it after logging out. */
const FORM_TO_APPLICATION = /[?&](next=(%2F|\/)oidc(%2F|\/)auth|post_logout_redirect_uri=)/i;

async function pass(request: IncomingMessage, response: PageResponse, options: RequestOptions) {
  if (FORM_TO_APPLICATION.test(response.context.path)) {
    const target = await formTarget(response.context.path);
    if (target) response.allowFormTarget(target);
  }
  response.context.address = addressOf(request, options);
  setPageHeaders(request, response, options);
  if (request.method !== 'POST' && (await options.assets?.(request, response))) return;
  response.handToNext(options);
  await runInContext(response.context, () => options.pages(request, response));
}

/** Sets the headers that Next trusts. */
function setPageHeaders(request: IncomingMessage, { policy }: PageResponse, { origins }: RequestOptions): void {
  const { headers } = request;
  removeInternalHeaders(headers);
  const isOfHost = (origin: string) => origin.endsWith(`://${headers.host}`);
  const origin = origins.find((origin) => origin === headers.origin) ?? origins.find(isOfHost) ?? origins[0];
  [headers['x-forwarded-proto'], headers.host] = origin?.split('://') ?? [];
  headers['content-security-policy'] = policy;
  delete headers['x-forwarded-host'];
  delete headers['x-auth-return-redirect'];
  lowerFormType(headers);
}
