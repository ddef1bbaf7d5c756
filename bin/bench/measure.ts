/** What one run measured, by the name of the measure. */
export type Figures = Record<string, number>;

/** Something to measure again and again beside others. */
export type Candidate = { name: string; run(): Promise<Figures> };

/** How often each candidate runs; its figures are the medians. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

/**
 * Measures the candidates in turn, round after round, so that whatever else the machine does meets all of them alike:
 * compare what stands in one table, and nothing with another day's. The first round only warms them up, and every other
 * one goes backwards.
 */
export async function interleaved(candidates: Candidate[], rounds = ROUNDS): Promise<Record<string, Figures>> {
  const runs = new Map<string, Figures[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const { name, run } of round % 2 === 0 ? candidates : candidates.toReversed()) {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K  round ${round} of ${rounds}: ${name}`);
      const figures = await run();
      if (round > 0) runs.get(name)?.push(figures);
    }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return Object.fromEntries([...runs].map(([name, figures]) => [name, medians(figures)]));
}

function medians(runs: Figures[]): Figures {
  const measures = Object.keys(runs[0] ?? {});
  return Object.fromEntries(measures.map((measure) => [measure, median(runs.map((run) => run[measure] as number))]));
}

/** The value in the middle; of two, the lower one. */
export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** The same figures with what was measured in place of who was. */
export function turned(figures: Record<string, Figures>): Record<string, Figures> {
  const measures = Object.keys(Object.values(figures)[0] ?? {});
  const row = (measure: string) => Object.entries(figures).map(([name, of]) => [name, of[measure] as number]);
  return Object.fromEntries(measures.map((measure) => [measure, Object.fromEntries(row(measure))]));
}
