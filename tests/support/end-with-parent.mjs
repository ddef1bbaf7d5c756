// For node --import: ends this process with the one that started it, which holds the other end of its standard input.
import { fstatSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && fstatSync(0).isSocket()) {
  process.stdin.once('close', () => process.kill(process.pid, 'SIGKILL')).resume();
  process.stdin.unref();
}
