// The commands of npm's scripts: each prepares what is missing, then runs in this process.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitLike, forwardSignals, stopWithParent } from './pinned-node.mjs';
import { buildPages, buildServer, install, prepare } from './prepare.mjs';

const PROGRAMS = {
  start: 'server',
  user: 'user',
  app: 'app',
  mail: 'mail',
  backup: 'backup',
  restore: 'restore',
  move: 'move',
};

const LAYERS = {
  'test:unit': 'tests/*.test.{ts,tsx}',
  'test:web': 'tests/web/*.test.ts',
  'test:browser': 'tests/browser/*.test.ts',
  'test:bare': 'tests/bare/*.ts',
  'test:peers': 'tests/peers/*.ts',
};

const WITHOUT_ARGUMENTS = ['start', 'dev', 'build'];

const command = process.argv[2];
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
process.argv.splice(1, 2, command);
stopWithParent();

if (WITHOUT_ARGUMENTS.includes(command) && process.argv.length > 2) {
  const isHelp = process.argv.includes('--help');
  console[isHelp ? 'log' : 'error'](
    `npm run ${command} takes no arguments. Settings are environment variables: see docs/settings.md.`,
  );
  process.exit(isHelp ? 0 : 1);
}

install();
if (command in PROGRAMS) {
  process.env.NODE_ENV = 'production';
  await buildServer();
  if (command === 'start') buildPages();
  await import(`../dist/${PROGRAMS[command]}.mjs`);
} else if (command === 'build') {
  await buildServer();
  buildPages();
} else if (command in LAYERS) {
  if (['test:web', 'test:browser', 'test:peers'].includes(command)) await prepare();
  const args = ['--testMatch', `<rootDir>/${LAYERS[command]}`, '--', ...process.argv.slice(2)];
  const jest = spawn(process.execPath, ['node_modules/jest/bin/jest.js', ...args], { stdio: 'inherit' });
  forwardSignals(() => jest);
  jest.on('exit', exitLike);
} else {
  await import(`./${command.replace(':', '-')}.mjs`);
}
