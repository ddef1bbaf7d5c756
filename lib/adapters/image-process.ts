import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { resolve } from 'node:path';
import { Unavailable } from '../unavailable';
import { log } from './log';

/** A photo of 50 megapixels takes about a second. Less than a stop waits for requests under way. */
const MAX_DECODE_MS = 8000;

const IDLE_MS = 60_000;

/** Next may load this module more than once. */
const shared = globalThis as { portraitDecoder?: ChildProcess; portraitDecoderIdle?: NodeJS.Timeout };

/**
 * Has a picture decoded by a process that is started on first use and ends when idle. A decoder that hangs can be
 * killed there; in this process it would hold a thread that reads files for every page, and outlive SIGTERM. One at a
 * time.
 *
 * @returns undefined where the decoder crashed or took too long
 * @throws Unavailable where it doesn't start
 */
export async function decode<Result>(task: object): Promise<Result | undefined> {
  clearTimeout(shared.portraitDecoderIdle);
  shared.portraitDecoder ??= start();
  const decoder = shared.portraitDecoder;
  const done = new AbortController();
  const timer = setTimeout(() => end(decoder), MAX_DECODE_MS);
  decoder.channel?.ref();
  try {
    decoder.send(task);
    const answered = once(decoder, 'message', done);
    const [result] = await Promise.race([answered, once(decoder, 'exit', done).then(crash)]);
    return result;
  } catch (error) {
    end(decoder);
    log.error(error, 'The process that decodes pictures does not run.');
    throw new Unavailable();
  } finally {
    done.abort();
    clearTimeout(timer);
    decoder.channel?.unref();
    shared.portraitDecoderIdle = setTimeout(() => end(decoder), IDLE_MS).unref();
  }
}

function start(): ChildProcess {
  const decoder = fork(resolve('lib/adapters/image-decoder.mjs'), {
    serialization: 'advanced', // bytes as bytes
    execArgv: [],
    env: { VIPS_WARNING: '0' } as unknown as NodeJS.ProcessEnv, // and no secrets
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  if (decoder.pid) setPriority(decoder.pid, 10); // pages go first
  const kill = () => end(decoder);
  process.once('exit', kill);
  decoder.once('exit', () => {
    process.off('exit', kill);
    end(decoder);
  });
  decoder.on('error', () => {}); // whoever waits for it hears of it
  decoder.unref();
  decoder.channel?.unref();
  return decoder;
}

function end(decoder: ChildProcess): void {
  if (shared.portraitDecoder === decoder) shared.portraitDecoder = undefined;
  decoder.kill('SIGKILL');
}

/** A signal ended it: ours, the kernel's for want of memory, or that of a fault in libvips. */
function crash([code]: unknown[]): [undefined] {
  if (code !== null) throw new Error(`It ended with exit code ${code}.`);
  return [undefined];
}
