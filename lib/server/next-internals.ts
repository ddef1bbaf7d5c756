// Undocumented behaviour of Next that lib/server relies on. Each reliance has a row in docs/next-internals.md, which names
// its test.
import { readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, IncomingMessage, type ServerResponse } from 'node:http';
// biome-ignore lint/style/noRestrictedImports: our own reader accepted headers that made Next throw
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';
import { log } from '../adapters/log';
import { type RequestContext, requestContext } from '../web/request-context';

/**
 * Gives Next the configuration of the build, as its standalone server does. Loading next.config.ts again would load two
 * compilers: 50 MB in every process, and half a second at the start.
 */
export function useBuiltConfig(): void {
  const { config } = JSON.parse(readFileSync('.next/required-server-files.json', 'utf8'));
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}

/** Next requests the page that an action redirects to from this origin; by default it trusts the Host header. */
export function setInternalOrigin(host: string, port: number): void {
  process.env.__NEXT_PRIVATE_ORIGIN = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Next has no setting for what it prints at the start. */
export async function silently(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => {};
  await work().finally(() => {
    console.log = log;
  });
}

/** Next prints errors with their stacks. While it handles a request they become one line of our log. */
export function routeConsoleToLog(): void {
  for (const level of ['warn', 'error'] as const) {
    const print = console[level];
    console[level] = (...values: unknown[]) => {
      const context = requestContext();
      if (!context) return print(...values);
      const error = values.find((value) => value instanceof Error);
      const message = String(error?.message ?? values[0]).split('\n', 1)[0];
      log.warn({ request: context.reference, path: context.path.split('?')[0], message }, 'next');
    };
  }
}

type Headers = Record<string, string | string[] | undefined>;

const INTERNAL_HEADERS = /^x-(middleware|invoke|matched|now|prerender|action)-|^x-nextjs-data$/;

export function removeInternalHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) if (INTERNAL_HEADERS.test(name)) delete headers[name];
}

/** Next recognises a form only if its type is in lower case. */
export function lowerFormType(headers: IncomingHttpHeaders): void {
  headers['content-type'] &&= headers['content-type'].replace(/^[^;]+/, (type) => type.toLowerCase());
}

export function isScripted(headers: Headers): boolean {
  return headers['next-action'] !== undefined;
}

/** Next's router loads a page again if another build has rendered it. */
export function isOfThisBuild(headers: Headers): boolean {
  return headers['x-deployment-id'] === process.env.NEXT_DEPLOYMENT_ID;
}

/** Next throws if it can't read this header of its router in the browser. */
export function hasReadableRouterState({ 'next-router-state-tree': header }: Headers): boolean {
  try {
    parseAndValidateFlightRouterState(header);
    return true;
  } catch {
    return false;
  }
}

type NextResponse = Pick<ServerResponse, 'getHeader' | 'hasHeader'>;

export function statusOf(context: RequestContext, response: NextResponse, nextStatus: number): number {
  if (nextStatus === 200 || nextStatus === 500) return context.status ?? nextStatus;
  // With 307 the browser would post the form again to the target.
  if (nextStatus === 307 && (context.isForm || context.status)) return 303;
  if (nextStatus === 404 && context.isScripted && response.hasHeader('x-nextjs-action-not-found')) return 409;
  return nextStatus;
}

/** Next's bare-text responses: a malformed or stale form, an unknown address, a page that throws. */
export function isBareFailure(context: RequestContext, response: NextResponse, nextStatus: number): boolean {
  const isPayload = /^text\/x-component/.test(String(response.getHeader('content-type')));
  return [400, 404, 405, 409, 500].includes(nextStatus) && (context.isScripted || !isPayload);
}

export const REPLACED_HEADERS = ['Content-Length', 'Content-Encoding', 'ETag', 'x-nextjs-action-not-found'];

/**
 * Whether a response needs a header. Next's `Vary` lists its router's headers, for caches, which our responses forbid.
 * `x-nextjs-…` is for the router alone.
 */
export function isNeeded(name: string, request: Headers): boolean {
  const isForRouter = request.rsc !== undefined || isScripted(request);
  return name !== 'vary' && (isForRouter || !name.startsWith('x-nextjs-'));
}

/** A copy of the request for Next to read from memory: its own stream has been read to the end. */
export function replay(request: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const copy = new IncomingMessage(request.socket);
  Object.assign(copy, { method, url, httpVersion, httpVersionMajor, httpVersionMinor, complete: true });
  const { 'transfer-encoding': _, ...headers } = request.headers;
  copy.headers = { ...headers, 'content-length': String(body.length) };
  copy._destroy = (_, done) => done(); // a reader that stops early doesn't close the connection
  copy.push(body);
  copy.push(null);
  return copy;
}
