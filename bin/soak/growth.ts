export type Sample = {
  /** Bytes. */
  heap: number;
  /** Bytes. */
  memory: number;
  handles: number;
  wal: number;
  bytesPerEvent: number;
};

/**
 * The allowed growth of a measure from the middle third to the last one, as a fraction. The first third is a warm-up.
 * Response times aren't judged: they depend on the machine's load.
 */
const ALLOWED: Sample = { heap: 0.1, memory: 0.5, handles: 0.1, wal: 0.1, bytesPerEvent: 0.1 };

/** SQLite restarts the `-wal` at 4 MB, or a change later. */
const IGNORED_BELOW: Partial<Sample> = { wal: 8 * 2 ** 20 };

export function growing(samples: Sample[]): string[] {
  const third = (number: number) => samples.slice((number * samples.length) / 3, ((number + 1) * samples.length) / 3);
  const measures = Object.keys(ALLOWED) as (keyof Sample)[];
  return measures.filter((measure) => {
    const [middle, last] = [third(1), third(2)].map((some) => median(some.map((sample) => sample[measure])));
    return (last as number) > Math.max(IGNORED_BELOW[measure] ?? 0, (middle as number) * (1 + ALLOWED[measure]));
  });
}

export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
