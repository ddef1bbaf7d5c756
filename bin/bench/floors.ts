import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { freePort } from '../../tests/support/server';

export type Floor = { url: string; pid: number; stop(): void };

/** A bare server that sends the same bytes to everyone: the upper bound for any server on Node. */
export async function bareServer(body: string): Promise<Floor> {
  mkdirSync('dist/floors', { recursive: true });
  writeFileSync('dist/floors/body', body);
  return started(
    'bare',
    `
    const body = require('node:fs').readFileSync('${resolve('dist/floors/body')}');
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': body.length };
    require('node:http').createServer((_, response) => response.writeHead(200, headers).end(body))`,
  );
}

export function sharpAlone(): Promise<Floor> {
  mkdirSync('dist/floors', { recursive: true });
  return started(
    'sharp',
    `
    const sharp = require('sharp');
    sharp.cache(false);
    sharp.concurrency(1);
    const { buffer } = require('node:stream/consumers');
    const squareOf = (bytes) => sharp(bytes).autoOrient().resize(512, 512, { position: 'attention' }).webp().toBuffer();
    require('node:http').createServer(async (request, response) => response.end(await squareOf(await buffer(request))))`,
  );
}

const EMPTY = 'dist/floors/empty';

/**
 * An empty page in this version of Next, rendered for each request: the lower bound for any page. It is an application
 * of its own, below this one so that it finds the same packages.
 */
export async function emptyPage(processes = 1): Promise<Floor> {
  if (!existsSync(`${EMPTY}/.next/BUILD_ID`)) build();
  return started(
    'empty',
    `
    process.chdir('${resolve(EMPTY)}');
    const app = require('next')({ dev: false });
    const handle = app.getRequestHandler();
    await app.prepare();
    require('node:http').createServer((request, response) => handle(request, response))`,
    processes,
  );
}

function build(): void {
  mkdirSync(`${EMPTY}/app`, { recursive: true });
  const files = {
    'next.config.mjs': 'export default { poweredByHeader: false, typescript: { ignoreBuildErrors: true } };',
    'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
    'app/page.jsx': "export const dynamic = 'force-dynamic';\nexport default function Page() { return null; }",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(`${EMPTY}/${name}`, text);
  const { status, stderr } = spawnSync(process.execPath, [resolve('node_modules/next/dist/bin/next'), 'build'], {
    cwd: EMPTY,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the empty page cannot be built:\n${stderr}`);
}

async function started(name: string, program: string, processes = 1): Promise<Floor> {
  const port = await freePort();
  const lines = program.trim().split('\n');
  const last = lines.pop();
  const file = resolve(`dist/floors/${name}-${processes}.cjs`);
  writeFileSync(
    file,
    `const cluster = require('node:cluster');
    if (cluster.isPrimary && ${processes} > 1) {
      for (let forked = 0; forked < ${processes}; forked++) cluster.fork();
      let listening = 0;
      cluster.on('listening', () => ++listening === ${processes} && console.log('ready'));
    } else (async () => { ${lines.join('\n')}
      ${last}.listen(${port}, '127.0.0.1', () => cluster.isPrimary && console.log('ready')) })()`,
  );
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const kill = () => child.kill();
  process.once('exit', kill);
  await ready(child);
  const stop = () => {
    process.off('exit', kill);
    kill();
  };
  return { url: `http://127.0.0.1:${port}/`, pid: child.pid as number, stop };
}

async function ready(child: ChildProcess): Promise<void> {
  const lines = createInterface(child.stdout as Readable);
  for await (const line of lines) if (line === 'ready') return;
  throw new Error('a floor did not start');
}
