import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

export type Ended = { code: number | null; out: string; err: string };

type Where = { cwd?: string; env?: Record<string, string>; input?: string };

/** Starts a built command with the database of a URL. */
export const command = (name: string, args: string[], database: string, where?: Where) =>
  start([process.execPath, resolve(`dist/${name}.mjs`), ...args], database, where);

/** Drops root's capabilities, so that permissions apply. */
export function unprivilegedCommand(name: string, args: string[], database: string) {
  const bound = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all'] : [];
  return start([...bound, process.execPath, resolve(`dist/${name}.mjs`), ...args], database);
}

function start([file = '', ...args]: string[], database: string, { cwd, env: more, input = '' }: Where = {}) {
  const env = { ...process.env, NODE_ENV: 'production' as const, DATABASE_URL: database, ...more };
  const child = spawn(file, args, { cwd, env, stdio: 'pipe' });
  child.stdin.on('error', () => {}); // a command that reads no input may have ended
  child.stdin.end(input);
  return child;
}

export async function waitForExit(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const [[code], out, err] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}
