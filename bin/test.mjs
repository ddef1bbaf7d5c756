// npm test: every check, from a bare clone. Its last line counts what passed and failed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runTests } from './jest.mjs';
import { prepare } from './prepare.mjs';

await prepare();

console.log('Checking types, format and unused code …');
const checks = await Promise.all([
  check('Types', 'typescript/bin/tsc', '--noEmit', '--incremental', 'false'),
  check('Lint and format', '@biomejs/biome/bin/biome', 'check', '.'),
  check('Unused files, exports and packages', 'knip/bin/knip.js'),
]);
console.log(
  'Testing the rules (tests/*.test.ts), the built server (tests/web, tests/sqlite) and its pages in Chromium (tests/browser) …',
);
const outcomes = [...checks, await runTests()];
const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 ? 0 : 1);

async function check(title, tool, ...args) {
  const child = spawn(process.execPath, [join('node_modules', tool), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const [status, ...printed] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const isFine = status === 0;
  console.log(isFine ? `ok: ${title}` : `${printed.join('')}\nFAILED: ${title}`);
  return { passed: isFine ? 1 : 0, failed: isFine ? 0 : 1 };
}
