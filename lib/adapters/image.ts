import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { resolve } from 'node:path';
import { runSerially } from '../serial-queue';
import { Unavailable } from '../unavailable';
import { log } from './log';

/** A busy machine leaves little time to a process of low priority. The decoder ends itself after this much. */
const MAX_PROCESSOR_MS = 8000;

/** For a decoder that hangs. */
const MAX_DECODE_MS = 60_000;

const IDLE_MS = 60_000;

export type ImageFile = {
  bytes: Buffer;
  /** As stored, before the EXIF orientation is applied. */
  width: number;
  height: number;
  isOpenEnded?: boolean;
};

/** In pixels of the upright picture. */
export type Area = { left: number; top: number; side: number };

/** A square WebP; `size` is its side in pixels. */
export type Square = { size: number; webp: Buffer };

type Task = { file: ImageFile; sizes: readonly number[]; maxPixels: number; area?: Area };

let running: ChildProcess | undefined;
let idleTimer: NodeJS.Timeout | undefined;

/**
 * Makes squares of a picture, one picture at a time: upright, in sRGB, without metadata. An `area` outside the picture
 * is replaced by the most salient part. libvips runs in a process that starts on first use and ends when idle. A
 * decoder that hangs can be killed there; here it would block a thread that reads files for every page, and outlive
 * SIGTERM.
 * @returns undefined if the picture can't be decoded, or not in time
 * @throws Unavailable
 */
export const toSquares = (task: Task, owner: string) => runSerially(owner, () => decode(task));

async function decode(task: Task): Promise<Square[] | undefined> {
  clearTimeout(idleTimer);
  running ??= start();
  const decoder = running;
  const done = new AbortController();
  const timer = setTimeout(() => end(decoder), MAX_DECODE_MS);
  decoder.channel?.ref();
  try {
    decoder.send({ ...task, maxProcessorMs: MAX_PROCESSOR_MS });
    const answered = once(decoder, 'message', done);
    const [result] = await Promise.race([answered, once(decoder, 'exit', done).then(crash)]);
    return result ?? undefined;
  } catch (error) {
    end(decoder);
    log.error(error, 'The picture decoder failed.');
    throw new Unavailable();
  } finally {
    done.abort();
    clearTimeout(timer);
    decoder.channel?.unref();
    idleTimer = setTimeout(() => end(decoder), IDLE_MS).unref();
  }
}

function start(): ChildProcess {
  const decoder = fork(/* turbopackIgnore: true */ resolve('lib/adapters/image-decoder.mjs'), {
    serialization: 'advanced', // buffers stay buffers
    execArgv: [],
    env: { VIPS_WARNING: '0' } as unknown as NodeJS.ProcessEnv, // without secrets
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  yieldToPages(decoder);
  const kill = () => end(decoder);
  process.once('exit', kill);
  decoder.once('exit', () => {
    process.off('exit', kill);
    end(decoder);
  });
  decoder.on('error', () => {}); // `once` reports it
  decoder.unref();
  decoder.channel?.unref();
  return decoder;
}

function yieldToPages({ pid }: ChildProcess): void {
  try {
    if (pid) setPriority(pid, 10);
  } catch {} // it has ended already
}

function end(decoder: ChildProcess): void {
  if (running === decoder) running = undefined;
  decoder.kill('SIGKILL');
}

/** A signal ended it: ours, the kernel's if memory is short, or a crash in libvips. */
function crash([code]: unknown[]): [undefined] {
  if (code !== null) throw new Error(`The picture decoder ended with exit code ${code}.`);
  return [undefined];
}
