import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { closeDatabase, db, openDatabase } from '../../db';
import { jobs } from '../../db/schema';
import { isFile } from '../../lib/settings';
import { Unavailable } from '../../lib/unavailable';
import { deleteRows, newDatabase, type TestDatabase } from './database';
import { endWithFile, outlivesFile, shareByFiles } from './shared';

export type Portrait = {
  url: string;
  /** The database's URL. */
  database: string;
  /** The database's file, if it is SQLite's. */
  file: string;
  /** The lines that the server has printed. */
  lines: string[];
  /** The server's peak memory so far, in megabytes: Linux, proc(5), VmHWM. */
  peakMemory(): number;
  stop(): Promise<void>;
  /** Ends the process; the test closes the database, too. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** The current process. */
  process(): ChildProcess;
  /** Starts the process again with the same files. */
  restart(): Promise<void>;
  killAndRestart(): Promise<void>;
};

/**
 * Starts the built server with its own database, which the test's own calls of lib also use. It runs as an
 * administrator starts it, except for one process and the cheapest hash.
 * @param place another server's database, or another working folder
 */
export async function launchServer(
  settings: Record<string, string> = {},
  place: { database?: TestDatabase; cwd?: string } = {},
): Promise<Portrait> {
  return portraitOf(await startProcess(settings, place));
}

/** Plain data: a shared server outlives the modules of the file that started it. */
type Started = {
  child: ChildProcess;
  env: Record<string, string>;
  lines: string[];
  cwd?: string;
  database: TestDatabase;
  isShared?: boolean;
};

async function startProcess(
  settings: Record<string, string>,
  place: { database?: TestDatabase; cwd?: string },
): Promise<Started> {
  const database = place.database ?? (await newDatabase());
  const PORT = settings.PORT ?? String(await freePort());
  const env = { NODE_ENV: 'production', DATABASE_URL: database.url, WEB_CONCURRENCY: '1', PORT, ...settings };
  const lines: string[] = [];
  try {
    return { child: await serving(env, lines, place.cwd), env, lines, cwd: place.cwd, database };
  } catch (error) {
    // Another process may have taken the port since.
    if (settings.PORT || !/PORT \d+ is in use/.test(String(error))) throw error;
    return startProcess(settings, { ...place, database });
  }
}

function portraitOf(started: Started): Portrait {
  const { env, lines, cwd, database } = started;
  openDatabase(database.url);
  const kill = async (signal: NodeJS.Signals) => {
    await closeDatabase();
    await end(started.child, signal);
  };
  const restart = async () => {
    started.child = await serving(env, lines, cwd);
    if (started.isShared) outlivesFile(started.child);
    openDatabase(database.url);
  };
  return {
    url: `http://localhost:${env.PORT}`,
    database: database.url,
    file: database.url.replace(/^file:/, ''),
    process: () => started.child,
    kill,
    restart,
    lines,
    peakMemory: () =>
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${started.child.pid}/status`, 'utf8'))?.[1]) / 1024,
    stop: async () => {
      await kill('SIGTERM');
      await database.remove();
    },
    killAndRestart: async () => {
      await kill('SIGKILL');
      await restart();
    },
  };
}

/** Ends the server when the test, soak or benchmark that started it has ended, even by SIGKILL. */
const END_WITH_PARENT = `--import=${pathToFileURL(resolve('tests/support/end-with-parent.mjs'))}`;

async function serving(env: Record<string, string>, lines: string[], cwd?: string): Promise<ChildProcess> {
  const args = [END_WITH_PARENT, 'dist/server.mjs'];
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
  endWithFile(child);
  await new Promise<void>((ready, failed) => {
    const read = (line: string) => {
      lines.push(line);
      if (line.startsWith('Portrait is at')) ready();
    };
    createInterface(child.stdout).on('line', read);
    createInterface(child.stderr).on('line', read);
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}:\n${lines.join('\n')}`)));
  });
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit');
  if (child.kill(signal)) await ended;
}

/**
 * A server for a file's tests, each of which creates its own people. Files share it, one after the other, unless it has
 * settings of its own; its database holds only the first administrator when a file begins.
 */
export function startServer(env?: Record<string, string>): () => Portrait {
  if (env) return startOwnServer(env);
  let portrait: Portrait;
  beforeAll(async () => {
    portrait = portraitOf(await shareByFiles('server', startShared));
    await emptyDatabase();
    await db().insert(jobs).values({ name: 'sweep', lastAt: Date.now() }).onConflictDoNothing(); // no cleanup for a minute, as after a start
  });
  afterAll(() => closeDatabase());
  return () => portrait;
}

/** The server may still be busy with what the file before left it to do. */
async function emptyDatabase(): Promise<void> {
  try {
    await deleteRows('admin@example.com');
  } catch (cause) {
    if (!(cause instanceof Unavailable)) throw cause;
    await emptyDatabase();
  }
}

/** For tests that stop the server, measure it, or spoil its database. */
export function startOwnServer(env: Record<string, string> = {}): () => Portrait {
  let portrait: Portrait;
  beforeAll(async () => {
    portrait = await launchServer(env);
  });
  afterAll(() => portrait.stop());
  return () => portrait;
}

async function startShared() {
  const started: Started = { ...(await startProcess({}, {})), isShared: true };
  const { child, database } = started;
  outlivesFile(child);
  // A file that has ended must not collect what the server prints.
  for (const output of [child.stdout, child.stderr]) output?.removeAllListeners('data').resume();
  return {
    value: started,
    close: () => {
      started.child.kill('SIGKILL');
      if (isFile(database.url)) database.remove(); // the PostgreSQL server goes with all its databases
    },
  };
}

/** Systems give ports from 32768 on to connections, which could take one between this check and the server's start. */
export async function freePort(): Promise<number> {
  const port = randomInt(10_000, 32_768);
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return port;
}

/** The name of a cookie on the server with this address. */
export function cookieNameAt(url: string, name: string): string {
  return `${name}-${new URL(url).port}`;
}
