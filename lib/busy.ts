/** The server cannot do it at this moment, and did nothing. The answer is a 503 (RFC 9110, section 15.6.4). */
export class Busy extends Error {
  override name = 'Busy';

  constructor(
    /** When to try again. */
    readonly retryAfterSeconds = 10,
  ) {
    super('Busy: nothing was done, try again shortly.');
  }
}
