// npm test: every check, from a bare clone. Its last line counts what passed and failed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runTests } from './jest.mjs';
import { prepare } from './prepare.mjs';

await prepare();

const outcomes = [
  check('Types', 'typescript/bin/tsc', '--noEmit', '--incremental', 'false'),
  check('Lint and format', '@biomejs/biome/bin/biome', 'check', '.'),
  check('Unused files, exports and packages', 'knip/bin/knip.js'),
  await runTests(),
];
const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 ? 0 : 1);

function check(title, tool, ...args) {
  const isFine = run(tool, ...args) === 0;
  console.log(`${isFine ? 'ok' : 'FAILED'}: ${title}`);
  return { passed: isFine ? 1 : 0, failed: isFine ? 0 : 1 };
}

function run(tool, ...args) {
  return spawnSync(process.execPath, [join('node_modules', tool), ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  }).status;
}
