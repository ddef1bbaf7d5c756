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
  'test:web': 'tests/{web,sqlite}/*.test.ts',
  'test:browser': 'tests/browser/*.test.ts',
  'test:bare': 'tests/bare/*.ts',
  'test:peers': 'tests/peers/*.ts',
};

const NONE = 'takes no arguments.';
const SETTINGS = `${NONE} Settings are environment variables: see docs/settings.md.`;
const FOR_JEST = 'takes files and options of Jest, such as -t "part of a test\'s name".';

/** What a command takes. PROGRAMS describe their arguments themselves. */
const ARGUMENTS = {
  start: SETTINGS,
  dev: SETTINGS,
  build: SETTINGS,
  torture: `${NONE} The environment variable ROUNDS says how often to kill the server: 20 times by default.`,
  fuzz: 'takes a number of seconds for each kind of request: 60 by default.',
  soak: 'takes --minutes, 10 by default, and --rate, the changes a second, 4 by default.',
  bench: 'takes the subjects to measure, all by default: see docs/performance.md.',
  migration: 'takes options of drizzle-kit generate, such as --name add_nickname.',
  ...Object.fromEntries(['test', 'test:postgres', 'gallery', ...Object.keys(LAYERS)].map((name) => [name, FOR_JEST])),
};

const command = process.argv[2];
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
process.argv.splice(1, 2, command);
stopWithParent();

const takes = ARGUMENTS[command];
const isHelp = process.argv.includes('--help');
if (takes && (isHelp || (takes.startsWith(NONE) && process.argv.length > 2))) {
  console[isHelp ? 'log' : 'error'](`npm run ${command} ${takes}`);
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
  const args = [...process.argv.slice(2), '--testMatch', `<rootDir>/${LAYERS[command]}`];
  const jest = spawn(process.execPath, ['node_modules/jest/bin/jest.js', ...args], { stdio: 'inherit' });
  forwardSignals(() => jest);
  jest.on('exit', exitLike);
} else {
  await import(`./${command.replace(':', '-')}.mjs`);
}
