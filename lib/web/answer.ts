import { AsyncLocalStorage } from 'node:async_hooks';

/** What the code that handles a request may say of its answer, beyond what Next lets it say. */
export type Answer = { status?: number; retryAfterSeconds?: number; title?: string };

/** server.ts and Next's bundles each load this module; the store must be one. */
const shared = globalThis as { portraitAnswer?: AsyncLocalStorage<Answer> };
shared.portraitAnswer ??= new AsyncLocalStorage();
const store = shared.portraitAnswer;

/** Runs the handling of one request; `answer` then holds what was said. */
export function withAnswer(answer: Answer, handle: () => void): void {
  store.run(answer, handle);
}

/** Answers the request in hand with 404, and with the page that says so: what Next does by itself needs JavaScript. */
export function answerNotFound(): void {
  Object.assign(store.getStore() ?? {}, { status: 404 });
}

/** Answers the request in hand with 503: nothing was done, try again shortly. RFC 9110, section 15.6.4. */
export function answerUnavailable(retryAfterSeconds: number): void {
  Object.assign(store.getStore() ?? {}, { status: 503, retryAfterSeconds });
}

/** Gives the page that answers the request in hand this title, in place of its own. */
export function answerTitled(title: string): void {
  Object.assign(store.getStore() ?? {}, { title });
}

/** The title that the page in hand was given, where it was given one. */
export function givenTitle(): string | undefined {
  return store.getStore()?.title;
}
