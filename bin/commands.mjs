// The commands of npm's scripts: each prepares what is missing, then runs in this same process.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages, buildServer, install } from './prepare.mjs';

/** Bundled from TypeScript into dist/. */
const PROGRAMS = { start: 'server', user: 'user', backup: 'backup', restore: 'restore', move: 'move' };

/** Run under a pinned Node, whose launcher was killed: see pinned-node.mjs. */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

const command = process.argv[2];
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
process.argv.splice(1, 2, command);

install();
if (command in PROGRAMS) {
  process.env.NODE_ENV = 'production';
  await buildServer();
  if (command === 'start') buildPages();
  await import(`../dist/${PROGRAMS[command]}.mjs`);
} else if (command === 'build') {
  await buildServer();
  buildPages();
} else if (command === 'test:unit') {
  const tests = ['--testMatch', '<rootDir>/tests/*.test.{ts,tsx}', '--'];
  const args = ['node_modules/jest/bin/jest.js', ...tests, ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
} else {
  await import(`./${command.replace(':', '-')}.mjs`);
}
