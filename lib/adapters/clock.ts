let read = Date.now;

/** Milliseconds since the epoch, UTC. */
export function now(): number {
  return read();
}

export function setClock(clock: () => number): void {
  read = clock;
}
