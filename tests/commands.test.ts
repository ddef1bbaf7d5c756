import { spawnSync } from 'node:child_process';

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/run.mjs', ...args], { encoding: 'utf8' });
  return [status, stdout, stderr];
};

test.each(['start', 'dev', 'build'])('npm run %s refuses arguments instead of ignoring them', (command) => {
  const sentence = `npm run ${command} takes no arguments. Settings are environment variables: see docs/settings.md.\n`;
  expect(run(command, '--port', '8080')).toEqual([1, '', sentence]);
  expect(run(command, '--help')).toEqual([0, sentence, '']);
});
