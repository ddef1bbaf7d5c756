import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

export type Ended = { code: number | null; out: string; err: string };

/** Starts one of the administrator's commands as it was built. */
export function command(name: string, args: string[], database: string, cwd = process.cwd(), more = {}) {
  const env = { ...process.env, NODE_ENV: 'production' as const, DATABASE_URL: `file:${database}`, ...more };
  const stdio = ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'];
  return spawn(process.execPath, [resolve(`dist/${name}.mjs`), ...args], { cwd, env, stdio });
}

/** Waits for the end of a command. */
export async function ended(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> {
  const [[code], out, err] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}
