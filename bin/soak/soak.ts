import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { db } from '../../db/index';
import { live, newLife } from '../../tests/support/life';
import { launchServer } from '../../tests/support/server';

const { minutes, rate } = new Command('npm run soak --')
  .description('Does everything that people do at a steady rate, and says whether anything grows.')
  .option('--minutes <number>', 'how long', Number, 10)
  .option('--rate <number>', 'changes a second', Number, 4)
  .parse()
  .opts<{ minutes: number; rate: number }>();

const PEOPLE = 4;

/** How many lines are printed. The first third is warming up; the last third is compared with the middle one. */
const SAMPLES = 21;

type Sample = { memory: number; handles: number; wal: number; bytesPerEvent: number; median: number; slowest: number };

/**
 * By how much a measure may be greater in the last third than in the middle one, as a share: noise, or what a heap keeps
 * in reserve. The `-wal` may have 8 MB whatever it began with: SQLite begins it again at 4 MB, or a change later.
 */
const ALLOWED = { memory: 0.15, handles: 0.1, wal: 0.1, bytesPerEvent: 0.1, median: 0.5, slowest: 1 };
const FREE: Partial<Sample> = { wal: 8 * 2 ** 20 };

const portrait = await launchServer({ TRUST_PROXY: 'loopback' });
const lives = await Promise.all(Array.from({ length: PEOPLE }, newLife));
const endsAt = performance.now() + minutes * 60_000;
let turns: number[] = [];

const everybody = Promise.all(lives.map((life) => live(life, portrait.url, () => {}, pace())));
const samples: Sample[] = [];
for (let at = 0; at < SAMPLES; at++) {
  await Promise.race([setTimeout((minutes * 60_000) / SAMPLES), everybody]);
  samples.push(await sample());
  console.log(line(samples.at(-1) as Sample, at));
}
await everybody;
const growing = (Object.keys(ALLOWED) as (keyof Sample)[]).filter(grows);
console.log(growing.length > 0 ? `GROWS: ${growing.join(', ')}` : 'Nothing grows.');
if (growing.length > 0) process.exitCode = 1;
await portrait.stop();
process.exit();

/** One person's turns: a steady rate, whatever a turn takes. */
function pace(): () => Promise<boolean> {
  const interval = (1000 * PEOPLE) / rate;
  let due = performance.now() + Math.random() * interval;
  let begun: number | undefined;
  return async () => {
    if (begun !== undefined) turns.push(performance.now() - begun);
    await setTimeout(Math.max(0, due - performance.now()));
    due += interval;
    begun = performance.now();
    return begun < endsAt;
  };
}

async function sample(): Promise<Sample> {
  const { pid } = portrait.process();
  const sorted = turns.sort((a, b) => a - b);
  turns = [];
  const events = (await db().query.events.findMany({ columns: { id: true } })).length;
  return {
    memory: Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    wal: statSync(`${portrait.file}-wal`).size,
    bytesPerEvent: statSync(portrait.file).size / events,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    slowest: sorted.at(-1) ?? 0,
  };
}

function line({ memory, handles, wal, bytesPerEvent, median, slowest }: Sample, at: number): string {
  const elapsed = (((at + 1) * minutes) / SAMPLES).toFixed(1);
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  return [
    `${elapsed} min`,
    `memory ${megabytes(memory)}`,
    `${handles} handles`,
    `database ${megabytes(statSync(portrait.file).size)} (${Math.round(bytesPerEvent)} bytes an event)`,
    `wal ${megabytes(wal)}`,
    `a change and its pages ${Math.round(median)} ms, the slowest ${Math.round(slowest)} ms`,
  ].join('   ');
}

/** Whether a measure's median of the last third is more above that of the middle one than is allowed. */
function grows(measure: keyof Sample): boolean {
  const median = (third: number) => {
    const values = samples.slice((third * SAMPLES) / 3, ((third + 1) * SAMPLES) / 3).map((sample) => sample[measure]);
    return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
  };
  return median(2) > Math.max(FREE[measure] ?? 0, median(1) * (1 + ALLOWED[measure]));
}
