import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { closeDatabase, openDatabase } from '../../db';
import { newFolder, removeFolder } from './folder';

export type Portrait = { url: string; output: string[]; process: ChildProcess; stop(): Promise<void> };

/**
 * Starts the built server over a database of its own; the test's own calls of lib see that same database. It runs as
 * an administrator starts it, but for one process and the cheapest hash.
 */
async function startPortrait(env: Record<string, string> = {}): Promise<Portrait> {
  const folder = newFolder();
  const port = String(await freePort());
  const database = join(folder, 'portrait.db');
  const child = spawn(process.execPath, ['dist/server.mjs'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: `file:${database}`,
      WEB_CONCURRENCY: '1',
      PORT: port,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  await new Promise<void>((ready, failed) => {
    const read = (line: string) => {
      output.push(line);
      if (line.startsWith('Portrait is at')) ready();
    };
    createInterface(child.stdout).on('line', read);
    createInterface(child.stderr).on('line', read);
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}:\n${output.join('\n')}`)));
  });
  openDatabase(database);
  return {
    url: `http://localhost:${port}`,
    output,
    process: child,
    stop: async () => {
      child.removeAllListeners('exit');
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      closeDatabase();
      removeFolder(folder);
    },
  };
}

/** Starts one server for the tests of a file, each of which makes its own people. */
export function theServer(env?: Record<string, string>): () => Portrait {
  let portrait: Portrait;
  beforeAll(async () => {
    portrait = await startPortrait(env);
  });
  afterAll(() => portrait.stop());
  return () => portrait;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
