let read = Date.now;

/** Milliseconds since the epoch, UTC. */
export function now(): number {
  return read();
}

/** Puts another clock in place: for tests. */
export function setClock(clock: () => number): void {
  read = clock;
}
