/** The server cannot do it at this moment, and did nothing. The answer is a 503 (RFC 9110, section 15.6.4). */
export class Unavailable extends Error {
  override name = 'Busy';

  constructor(
    /** When to try again. */
    readonly retryAfterSeconds = 10,
    options?: ErrorOptions,
  ) {
    super('Busy: nothing was done, try again shortly.', options);
  }

  /** server.ts and Next's bundles each load this module: what one of them throws, the others must know. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'Busy';
  }
}
