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

/** On a machine that is too busy for the rate, the soak takes longer instead of judging too few changes. */
const LEAST_CHANGES = 5;

const options = [process.env.NODE_OPTIONS, '--inspect=127.0.0.1:0'].filter(Boolean).join(' ');
const portrait = await launchServer({ TRUST_PROXY: 'loopback', NODE_OPTIONS: options });
console.log(`Portrait is process ${portrait.process().pid}`);
const inspector = portrait.lines.map((line) => /^Debugger listening on (ws:\S+)/.exec(line)?.[1]).find(Boolean) ?? '';

const lives = await Promise.all(Array.from({ length: PEOPLE }, newLife));
let turns: number[] = [];
let changes = 0;
let isOver = false;
const everybody = Promise.all(lives.map((life) => live(life, portrait.url, () => {}, pace()))).then(() => {
  if (!isOver) throw new Error('The server has ended.');
});
const samples: Sample[] = [];
const begunAt = performance.now();
const interval = (minutes * 60_000) / SAMPLES;
for (let index = 1; index <= SAMPLES; index++) {
  const isDue = () => performance.now() >= begunAt + index * interval && changes >= index * LEAST_CHANGES;
  while (!isDue()) await Promise.race([setTimeout(100), everybody]);
  const sample = await takeSample();
  samples.push(sample);
  console.log(line(sample, (performance.now() - begunAt) / 60_000));
}
isOver = true;
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
    if (begun !== undefined) {
      turns.push(performance.now() - begun);
      changes++;
    }
    await setTimeout(Math.max(0, due - performance.now()));
    due += interval;
    begun = performance.now();
    return !isOver;
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
