import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { scripts } from '../package.json';

const run = (...args: string[]) => runWith({ ROUNDS: undefined }, ...args);

async function runWith(settings: Record<string, string | undefined>, ...args: string[]) {
  const env = { ...process.env, ...settings };
  const child = spawn(process.execPath, ['bin/run.mjs', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [[status], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return [status, out, err];
}

const COMMANDS = Object.values(scripts).flatMap((script) => /bin\/run\.mjs (\S+)$/.exec(script)?.[1] ?? []);

test('every command is called as npm calls it', () => {
  const named = Object.entries(scripts).filter(([, script]) => script.includes('bin/run.mjs'));
  expect(named.map(([name, script]) => [name, script.split(' ').at(-1)])).toEqual(named.map(([name]) => [name, name]));
});

test('every command answers --help, and does nothing else', async () => {
  const answers = await Promise.all(COMMANDS.map((command) => run(command, '--help')));
  expect(answers).toEqual(COMMANDS.map((command) => [0, expect.stringContaining(`npm run ${command} `), '']));
});

test.each(['start', 'dev', 'build', 'torture'])(
  'npm run %s refuses arguments instead of ignoring them',
  async (name) => {
    const [, sentence] = await run(name, '--help');
    expect(sentence).toContain(`npm run ${name} takes no arguments.`);
    expect(await run(name, '--port', '8080')).toEqual([1, '', sentence]);
  },
);

test.each([['soon'], ['0'], ['60', '60']])('npm run fuzz %s is refused', async (...args) => {
  expect(await run('fuzz', ...args)).toEqual([1, '', expect.stringContaining('one number of seconds')]);
});

test.each(['0', '1.5', 'many', '-1'])('npm run torture is refused with %s ROUNDS', async (ROUNDS) => {
  expect(await runWith({ ROUNDS }, 'torture')).toEqual([1, '', 'ROUNDS must be a whole number, such as 20.\n']);
});

test('every test file is in one layer, which has a command, or is for PostgreSQL', () => {
  const [, layers = ''] = /LAYERS = \{([^;]+)\};/.exec(readFileSync('bin/commands.mjs', 'utf8')) ?? [];
  const patterns = [...layers.matchAll(/'test:\w+': '([^']+)'/g)].map(([, pattern = '']) => pattern);
  const inLayers = [...patterns, 'tests/postgres/*.test.ts'].flatMap((pattern) => globSync(pattern));
  const files = globSync('tests/**/*.test.{ts,tsx}').concat(globSync('tests/{bare,peers}/*.ts'));
  expect(inLayers.sort()).toEqual(files.sort());
});
