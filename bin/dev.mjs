// npm run dev: the server with Next's development mode. What Next doesn't reload itself is bundled and restarted here.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { exitLike, forwardSignals } from './pinned-node.mjs';
import { buildServer } from './prepare.mjs';

process.env.NODE_ENV = 'development';

/** Editors write a file more than once. */
const SETTLE_MS = 100;

let server;
let timer;
await buildServer();
serve();
forwardSignals(() => server);
for (const source of ['server.ts', 'lib', 'db'])
  watch(source, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(restart, SETTLE_MS);
  });

function serve() {
  server = spawn(process.execPath, ['dist/server.mjs'], { stdio: 'inherit' });
  server.on('exit', exitLike);
}

async function restart() {
  try {
    if (!(await buildServer())) return;
  } catch {
    return; // esbuild has printed the error
  }
  console.error('The server has changed: restarting it …');
  server.off('exit', exitLike).kill();
  await once(server, 'exit');
  serve();
}
