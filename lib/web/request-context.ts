import { AsyncLocalStorage } from 'node:async_hooks';
import type { Locale } from '../i18n/locales';

/** What lib/server and the code inside Next share about one request. */
export type RequestContext = {
  /** Names the request in the log and on the page of a failure. */
  readonly reference: string;
  /** Path and query. */
  readonly path: string;
  /** The path's locale, else `DEFAULT_LOCALE`. */
  readonly locale: Locale;
  /** For the Content-Security-Policy. */
  readonly nonce: string;
  /** Whether it posts a form, which may have an action. */
  isForm: boolean;
  /** Whether React sent the form and reads the answer. */
  readonly isScripted: boolean;
  /** Whether our code was reached. A form that fails before that is one that Next can't read. */
  hasStarted?: boolean;
  /** To be sent in place of Next's 200 or 500. */
  status?: number;
  retryAfterSeconds?: number;
  title?: string;
};

/** dist/server.mjs and Next's bundles each load their own copy of this module; the store must be one. */
const shared = globalThis as { portraitRequest?: AsyncLocalStorage<RequestContext> };
shared.portraitRequest ??= new AsyncLocalStorage();
const store = shared.portraitRequest;

export function runInContext<Result>(context: RequestContext, handle: () => Result): Result {
  return store.run(context, handle);
}

export function requestContext(): RequestContext | undefined {
  return store.getStore();
}

/** Marks that our code was reached. @returns whether that is the beginning of a form's action */
export function markStarted(): boolean {
  const context = store.getStore();
  const isBeginning = context?.isForm === true && !context.hasStarted;
  if (context) context.hasStarted = true;
  return isBeginning;
}

/** Next's own `notFound()` answers 200 unless JavaScript runs. */
export function respondNotFound(): void {
  Object.assign(store.getStore() ?? {}, { status: 404 });
}

export function respondUnavailable(retryAfterSeconds: number): void {
  Object.assign(store.getStore() ?? {}, { status: 503, retryAfterSeconds });
}

/** Replaces the page's own title. */
export function setTitle(title: string): void {
  Object.assign(store.getStore() ?? {}, { title });
}

export function titleOverride(): string | undefined {
  return store.getStore()?.title;
}
