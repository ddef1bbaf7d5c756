import { AsyncLocalStorage } from 'node:async_hooks';
import type { Locale } from '../i18n/locales';

/** What the code that handles a request may know and say of its answer, beyond what Next lets it. */
export type RequestContext = {
  /** By what the log and the page of a failure call the request. */
  readonly reference: string;
  /** The address that was asked for, without its origin. */
  readonly path: string;
  /** The language that the address names, else `DEFAULT_LOCALE`. */
  readonly locale: Locale;
  /** Whether a form was sent, which an action may be for. */
  isForm: boolean;
  /** Whether it is the router in the browser that asks, and says where it stands. */
  readonly isRouterRequest: boolean;
  /** Whether code of ours has been reached: what fails before that fails over what was sent. */
  hasStarted?: boolean;
  status?: number;
  retryAfterSeconds?: number;
  title?: string;
};

/** server.ts and Next's bundles each load this module; the store must be one. */
const shared = globalThis as { portraitAnswer?: AsyncLocalStorage<RequestContext> };
shared.portraitAnswer ??= new AsyncLocalStorage();
const store = shared.portraitAnswer;

/** Runs the handling of one request; `answer` then holds what was said. */
export function runInContext<Result>(answer: RequestContext, handle: () => Result): Result {
  return store.run(answer, handle);
}

/** The answer of the request in hand. */
export function requestContext(): RequestContext | undefined {
  return store.getStore();
}

/** Says that code of ours is reached. @returns whether it is a form's action, at its beginning */
export function markStarted(): boolean {
  const answer = store.getStore();
  const isBeginning = answer?.isForm === true && !answer.hasStarted;
  if (answer) answer.hasStarted = true;
  return isBeginning;
}

/** Answers the request in hand with 404, and with the page that says so: what Next does by itself needs JavaScript. */
export function respondNotFound(): void {
  Object.assign(store.getStore() ?? {}, { status: 404 });
}

/** Answers the request in hand with 503: nothing was done, try again shortly. RFC 9110, section 15.6.4. */
export function respondUnavailable(retryAfterSeconds: number): void {
  Object.assign(store.getStore() ?? {}, { status: 503, retryAfterSeconds });
}

/** Gives the page that answers the request in hand this title, in place of its own. */
export function setTitle(title: string): void {
  Object.assign(store.getStore() ?? {}, { title });
}

/** The title that the page in hand was given, where it was given one. */
export function titleOverride(): string | undefined {
  return store.getStore()?.title;
}
