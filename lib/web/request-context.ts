import { AsyncLocalStorage } from 'node:async_hooks';
import type { Locale } from '../i18n/locales';
import { localUrl } from '../local-url';

export type RequestContext = {
  readonly reference: string;
  readonly path: string;
  readonly locale: Locale;
  readonly nonce: string;
  isForm: boolean;
  /** Whether it is posted to the sign-in page, and so waited for its turn: see lib/server/sign-in-queue.ts. */
  isSignIn?: boolean;
  readonly isScripted: boolean;
  /** The client's, as the proxies that we trust say. Missing once it has disconnected. */
  address?: string;
  /** The status of an upload that didn't reach its action. The page is shown again, as for GET. */
  refused?: 400 | 413;
  /** Whether the form's action has started. If it fails before, Next couldn't read it. */
  hasStarted?: boolean;
  /** Sent instead of Next's 200 or 500. */
  status?: number;
  retryAfterSeconds?: number;
  title?: string;
  /** Sent beside Next's own. */
  cookie?: string;
  /** What is wrong with an application's request: shown by its status page. */
  detail?: string;
};

/** dist/server.mjs and Next's bundles each load their own copy of this module, but need the same store. */
const shared = globalThis as { portraitRequest?: AsyncLocalStorage<RequestContext> };
shared.portraitRequest ??= new AsyncLocalStorage();
const store = shared.portraitRequest;

export function runInContext<Result>(context: RequestContext, handle: () => Result): Result {
  return store.run(context, handle);
}

export function requestContext(): RequestContext | undefined {
  return store.getStore();
}

/** The query in the address of this page, or of the page that sent this form. */
export function currentQuery(): URLSearchParams {
  return currentUrl().searchParams;
}

/** The path and query of this page, or of the page that sent this form. */
export function currentAddress(): string {
  const url = currentUrl();
  url.searchParams.delete('_rsc'); // Next.js adds it when it requests a page's payload
  return url.pathname + url.search;
}

const currentUrl = () => localUrl(store.getStore()?.path ?? '/');

/** Every action starts with this. */
export function markStarted(): void {
  Object.assign(store.getStore() ?? {}, { hasStarted: true });
}

export function respondNotFound(): void {
  Object.assign(store.getStore() ?? {}, { status: 404 });
}

export function respondUnavailable(retryAfterSeconds: number): void {
  Object.assign(store.getStore() ?? {}, { status: 503, retryAfterSeconds });
}

/** Sets a cookie without Next, which renders the page again after an action that sets one. */
export function sendCookie(cookie: string): void {
  Object.assign(store.getStore() ?? {}, { cookie });
}

export function setTitle(title: string): void {
  Object.assign(store.getStore() ?? {}, { title });
}

export function titleOverride(): string | undefined {
  return store.getStore()?.title;
}
