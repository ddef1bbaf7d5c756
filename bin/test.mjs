// npm test: everything that must hold, from a bare clone. Its last line counts what passed and what failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages, buildServer, install } from './prepare.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

install();
await buildServer();
buildPages();

const outcomes = [
  check('Types', 'typescript/bin/tsc', '--noEmit', '--incremental', 'false'),
  check('Lint and format', '@biomejs/biome/bin/biome', 'check', '.'),
  check('Unused files, exports and packages', 'knip/bin/knip.js'),
  tests(),
];
const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 ? 0 : 1);

/** Runs one tool over the whole tree, which counts as one test. */
function check(title, tool, ...args) {
  const isFine = run(tool, ...args) === 0;
  console.log(`${isFine ? 'ok' : 'FAILED'}: ${title}`);
  return { passed: isFine ? 1 : 0, failed: isFine ? 0 : 1 };
}

/** Runs jest. A file that cannot run counts as failed, and so does a run that tells nothing. */
function tests() {
  const folder = mkdtempSync(join(tmpdir(), 'portrait-'));
  const report = join(folder, 'report.json');
  const status = run('jest/bin/jest.js', '--json', `--outputFile=${report}`, ...process.argv.slice(2));
  const {
    numPassedTests: passed = 0,
    numFailedTests = 0,
    numRuntimeErrorTestSuites = 0,
  } = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  rmSync(folder, { recursive: true });
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed, failed: status === 0 ? failed : Math.max(failed, 1) };
}

function run(tool, ...args) {
  return spawnSync(process.execPath, [join('node_modules', tool), ...args], {
    stdio: ['ignore', tool.startsWith('jest') ? 'ignore' : 'inherit', 'inherit'],
  }).status;
}
