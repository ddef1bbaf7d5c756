import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';

/** Finishing what is in flight may take so long, ten seconds in all; the first process waits for the others. */
const STOP_LIMIT = cluster.isPrimary ? 9_500 : 9_000; // milliseconds

/** A process that dies at once shall not be started at once, again and again. Milliseconds. */
const RESPAWN_DELAY = 1000;

/** Tells the first process to replace the others one by one, and each of them to leave. */
const REPLACE = 'SIGUSR2';

/** Processes whose end is no accident. */
const leaving = new Set<Worker>();

/** Runs so many server processes over one port, and a new one for each that dies. */
export async function runCluster(processes: number): Promise<void> {
  cluster.setupPrimary({ exec: 'dist/server.mjs', args: [] });
  cluster.fork(); // one, until it serves: what keeps it from that would keep the others too, and is said once
  const giveUp = () => process.exit(1);
  cluster.once('exit', giveUp);
  await once(cluster, 'listening');
  cluster.off('exit', giveUp);
  for (let started = 1; started < processes; started++) cluster.fork();

  const respawn = (worker: Worker) => leaving.delete(worker) || setTimeout(() => cluster.fork(), RESPAWN_DELAY);
  cluster.on('exit', respawn);
  let replaced = Promise.resolve();
  process.on(REPLACE, () => {
    replaced = replaced.then(replaceAll);
  });
  onStop(async () => {
    cluster.off('exit', respawn);
    await Promise.all(workers().map((worker) => leave(worker, 'SIGTERM')));
  });
}

const workers = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

/** Replaces every process by a new one. The old one leaves once the new one serves, so that nobody is refused. */
async function replaceAll(): Promise<void> {
  for (const old of workers()) {
    const young = cluster.fork();
    leaving.add(young);
    const serves = await Promise.race([
      once(young, 'listening').then(() => true),
      once(young, 'exit').then(() => false),
    ]);
    if (!serves) return console.error('A new server process did not start; the old ones go on.');
    leaving.delete(young);
    await leave(old, REPLACE);
  }
  console.log('Every server process is a new one.');
}

async function leave(worker: Worker, signal: NodeJS.Signals): Promise<void> {
  if (worker.isDead()) return;
  leaving.add(worker);
  worker.process.kill(signal);
  await once(worker, 'exit');
}

/**
 * Stops this process when it is told to.
 *
 * @param stop told whether others take over, so that there is time for idle connections to end by themselves
 */
export function onStop(stop: (isReplaced: boolean) => Promise<void>): void {
  const signals: NodeJS.Signals[] = cluster.isWorker ? ['SIGTERM', 'SIGINT', REPLACE] : ['SIGTERM', 'SIGINT'];
  if (cluster.isPrimary && process.listenerCount(REPLACE) === 0)
    process.on(REPLACE, () => console.error('WEB_CONCURRENCY is 1: there is no other process to take over.'));
  for (const signal of signals)
    process.once(signal, async () => {
      setTimeout(() => process.exit(1), STOP_LIMIT).unref();
      await stop(signal === REPLACE);
      await disconnect();
      process.exit(0);
    });
}

/** Waits until the first process hands this one no connection any more: one that is on its way would be cut. */
async function disconnect(): Promise<void> {
  if (!cluster.worker?.isConnected()) return;
  cluster.worker.disconnect();
  await once(process, 'disconnect');
}
