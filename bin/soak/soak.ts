import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { db } from '../../db/index';
import { isFile } from '../../lib/settings';
import { live, newLife } from '../../tests/support/life';
import { launchServer } from '../../tests/support/server';
import { growing, median, type Sample } from './growth';
import { usedHeap } from './heap';

const { minutes, rate } = new Command('npm run soak --')
  .description('Does everything that people do at a steady rate, and says whether anything grows.')
  .option('--minutes <number>', 'how long', positive, 10)
  .option('--rate <number>', 'changes a second', positive, 4)
  .parse()
  .opts<{ minutes: number; rate: number }>();

function positive(value: string): number {
  if (Number(value) > 0) return Number(value);
  throw new InvalidArgumentError('It must be a number above 0.');
}

const PEOPLE = 4;
const SAMPLES = 22;

const options = [process.env.NODE_OPTIONS, '--inspect=127.0.0.1:0'].filter(Boolean).join(' ');
const portrait = await launchServer({ TRUST_PROXY: 'loopback', NODE_OPTIONS: options });
console.log(`Portrait is process ${portrait.process().pid}`);
const inspector = portrait.lines.map((line) => /^Debugger listening on (ws:\S+)/.exec(line)?.[1]).find(Boolean) ?? '';

const lives = await Promise.all(Array.from({ length: PEOPLE }, newLife));
const endsAt = performance.now() + minutes * 60_000;
let turns: number[] = [];

let isOver = false;
const everybody = Promise.all(lives.map((life) => live(life, portrait.url, () => {}, pace()))).finally(() => {
  isOver = true;
});
const samples: Sample[] = [];
const begunAt = performance.now();
const interval = (minutes * 60_000) / SAMPLES;
// Samples without load would hide what grows under load.
for (let index = 1; ; index++) {
  await Promise.race([setTimeout(Math.max(0, begunAt + index * interval - performance.now())), everybody]);
  if (isOver) break;
  const sample = await takeSample();
  samples.push(sample);
  console.log(line(sample, (performance.now() - begunAt) / 60_000));
}
await everybody;
const grown = growing(samples);
console.log(grown.length > 0 ? `GROWS: ${grown.join(', ')}` : 'Nothing grows.');
await portrait.stop();
process.exit(grown.length > 0 ? 1 : 0);

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

async function takeSample(): Promise<Sample> {
  const { pid } = portrait.process();
  const sizes = isFile(portrait.database)
    ? { wal: statSync(`${portrait.file}-wal`).size, database: statSync(portrait.file).size }
    : { wal: 0, database: 0 };
  const events = (await db().query.events.findMany({ columns: { id: true } })).length;
  return {
    heap: await usedHeap(inspector),
    memory: Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    wal: sizes.wal,
    bytesPerEvent: sizes.database / events,
  };
}

function line({ heap, memory, handles, wal, bytesPerEvent }: Sample, elapsed: number): string {
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  const [usual, slowest] = [median(turns), Math.max(0, ...turns)];
  turns = [];
  return [
    `${elapsed.toFixed(1)} min`,
    `heap ${megabytes(heap)}`,
    `memory ${megabytes(memory)}`,
    `${handles} handles`,
    `${Math.round(bytesPerEvent)} bytes an event`,
    `wal ${megabytes(wal)}`,
    `a change and its pages ${Math.round(usual)} ms, the slowest ${Math.round(slowest)} ms`,
  ].join('   ');
}
