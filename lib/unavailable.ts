/** The server can't do it now, and did nothing: respond 503 (RFC 9110, section 15.6.4). */
export class Unavailable extends Error {
  override name = 'Busy';

  constructor(
    readonly retryAfterSeconds = 10,
    options?: ErrorOptions,
  ) {
    super('Busy: nothing was done, try again shortly.', options);
  }

  /** server.ts and Next's bundles each load this module, and must recognise each other's errors. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'Busy';
  }
}
