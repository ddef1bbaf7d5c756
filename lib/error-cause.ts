/** What may be logged of an error: a query's error wraps its cause and contains the query's values. */
export function rootCause(error: unknown): unknown {
  const cause = error instanceof Error ? causeOf(error) : undefined;
  return cause === undefined ? error : rootCause(cause);
}

/** next-auth keeps an error's cause in an object. */
export function causeOf({ cause }: Error): unknown {
  return (cause as { err?: unknown } | undefined)?.err ?? cause;
}
