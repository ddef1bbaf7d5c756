import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { endWithFile } from './shared';

/** Starts another program in the foreground, and waits until it listens. @returns how to stop it */
export async function startProgram(file: string, args: string[], port: number): Promise<() => Promise<void>> {
  const program = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  endWithFile(program);
  await Promise.race([listening(port), failed(program, file)]);
  return async () => {
    const ended = once(program, 'exit');
    if (program.exitCode === null && program.kill('SIGTERM')) await ended;
  };
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await new Promise(setImmediate);
    } finally {
      socket.destroy();
    }
  }
}

async function failed(program: ChildProcess, file: string): Promise<never> {
  const [code] = await once(program, 'exit');
  throw new Error(`${file} ended with ${code}`);
}
