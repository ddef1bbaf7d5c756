/** server.ts and Next's bundles each load this module, and must recognise each other's errors. */
const MARK = Symbol.for('portrait.Unavailable');

/** The server can't do it now, and did nothing: respond 503 (RFC 9110, section 15.6.4). */
export class Unavailable extends Error {
  override name = 'Unavailable';
  readonly [MARK] = true;

  constructor(
    readonly retryAfterSeconds = 10,
    options?: ErrorOptions,
  ) {
    super('Busy right now, so nothing was done. Try again shortly.', options);
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && MARK in value;
  }
}
