export type Figures = Record<string, number>;

export type Candidate = { name: string; run(): Promise<Figures> };

const PROCESSES = 3;

/** Servers of the same program: each is up to a tenth faster or slower than another for as long as it runs. */
export async function startSeveral<Server>(start: () => Promise<Server>): Promise<[Server, ...Server[]]> {
  const servers: [Server, ...Server[]] = [await start()];
  while (servers.length < PROCESSES) servers.push(await start());
  return servers;
}

/** Runs of each candidate; the results are medians. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

/**
 * Measures the candidates in turn, round after round, so that other load on the machine affects all of them alike.
 * Compare results within one table, never with another day's. The first round is a warm-up, and every other round runs
 * backwards. Candidates with the same name, one per server, share a result.
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

/** Measures the same candidates of two servers in turn. @returns a row per figure, with the ratio of the two */
export async function sideBySide<Server>(
  servers: Record<string, Server>,
  candidatesOf: (server: Server) => Candidate[],
  rounds = ROUNDS,
): Promise<Record<string, Figures>> {
  const sides = Object.entries(servers).map(([side, server]) => ({ side, candidates: candidatesOf(server) }));
  const ofSides = sides.map(({ side, candidates }) =>
    candidates.map(({ name, run }) => ({ name: `${side} ${name}`, run })),
  );
  const inTurn = ofSides[0]?.flatMap((_, n) => ofSides.flatMap((candidates) => candidates[n] ?? [])) ?? [];
  const medians = await interleaved(inTurn, rounds);
  const rows: Record<string, Figures> = {};
  for (const { name } of sides[0]?.candidates ?? [])
    for (const unit of Object.keys(medians[`${sides[0]?.side} ${name}`] ?? {})) {
      const values = sides.map(({ side }) => [side, medians[`${side} ${name}`]?.[unit] as number] as const);
      const [[, first], [, second]] = values as [[string, number], [string, number]];
      rows[`${name}, ${unit}`] = { ...Object.fromEntries(values), ratio: second / first };
    }
  return rows;
}

function medians(runs: Figures[]): Figures {
  const measures = Object.keys(runs[0] ?? {});
  return Object.fromEntries(measures.map((measure) => [measure, median(runs.map((run) => run[measure] as number))]));
}

/** The median; of an even number, the lower one of the two. */
export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Swaps rows and columns. */
export function transpose(figures: Record<string, Figures>): Record<string, Figures> {
  const measures = Object.keys(Object.values(figures)[0] ?? {});
  const row = (measure: string) => Object.entries(figures).map(([name, of]) => [name, of[measure] as number]);
  return Object.fromEntries(measures.map((measure) => [measure, Object.fromEntries(row(measure))]));
}
