import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';

/** The primary waits for the workers, ten seconds in all. */
const STOP_LIMIT_MS = cluster.isPrimary ? 9_500 : 9_000;

/** A worker that is replaced may finish its requests: a log-in waits 20 seconds at most, an upload can take longer. */
const REPLACED_LIMIT_MS = 60_000;

/** Avoids a crash loop. */
const RESPAWN_DELAY_MS = 1000;

/** Makes the primary replace its workers one by one, and a worker stop. */
const REPLACE = 'SIGUSR2';

const stopping = new Set<Worker>();

export async function runCluster(processes: number): Promise<void> {
  cluster.setupPrimary({ exec: 'dist/server.mjs', args: [] });
  cluster.fork(); // only one at first, so that an error that stops it is printed once
  const giveUp = () => process.exit(1);
  cluster.once('exit', giveUp);
  await once(cluster, 'listening');
  cluster.off('exit', giveUp);
  for (let started = 1; started < processes; started++) cluster.fork();

  const respawn = (worker: Worker) => stopping.delete(worker) || setTimeout(() => cluster.fork(), RESPAWN_DELAY_MS);
  cluster.on('exit', respawn);
  let replaced = Promise.resolve();
  process.on(REPLACE, () => {
    replaced = replaced.then(replaceAll);
  });
  onStop(async () => {
    cluster.off('exit', respawn);
    await Promise.all(workers().map((worker) => stopWorker(worker, 'SIGTERM')));
  });
}

const workers = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

/** Each worker stops once its successor listens, so no request is refused. */
async function replaceAll(): Promise<void> {
  for (const old of workers()) {
    const successor = cluster.fork();
    stopping.add(successor);
    const serves = await Promise.race([
      once(successor, 'listening').then(() => true),
      once(successor, 'exit').then(() => false),
    ]);
    if (!serves) return console.error('A new server process did not start; the old ones keep running.');
    stopping.delete(successor);
    await stopWorker(old, REPLACE);
  }
  console.log('All server processes have been replaced.');
}

async function stopWorker(worker: Worker, signal: NodeJS.Signals): Promise<void> {
  if (worker.isDead()) return;
  stopping.add(worker);
  worker.process.kill(signal);
  await once(worker, 'exit');
}

/** @param stop gets whether another process takes over, so that idle connections may end by themselves */
export function onStop(stop: (isReplaced: boolean) => Promise<void>): void {
  const signals: NodeJS.Signals[] = cluster.isWorker ? ['SIGTERM', 'SIGINT', REPLACE] : ['SIGTERM', 'SIGINT'];
  if (cluster.isPrimary && process.listenerCount(REPLACE) === 0)
    process.on(REPLACE, () => console.error('WEB_CONCURRENCY is 1: there is no other process to take over.'));
  for (const signal of signals)
    process.once(signal, async () => {
      const isReplaced = signal === REPLACE;
      setTimeout(() => process.exit(1), isReplaced ? REPLACED_LIMIT_MS : STOP_LIMIT_MS).unref();
      await stop(isReplaced);
      await disconnect();
      process.exit(0);
    });
}

/** A connection that the primary has already handed to this worker still needs a response. */
async function disconnect(): Promise<void> {
  if (!cluster.worker?.isConnected()) return;
  cluster.worker.disconnect();
  await once(process, 'disconnect');
}
