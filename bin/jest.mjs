import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary.mjs';

/** For all tests together, at the usual time limits, so that a suite that hangs still ends. */
const SUITE_TIMEOUT_MS = 45 * 60_000 * Number(process.env.TEST_TIMEOUT_SCALE || 1);

/** Jest and its workers; with Node's default a tenth of their time is garbage collection. */
const JEST = ['--max-semi-space-size=64', 'node_modules/jest/bin/jest.js'];

/**
 * Runs jest with the command line's arguments, in a process group of its own, and with a folder of its own, so that
 * servers, browsers and databases left behind end with it.
 * @returns how many tests passed and failed; a file that can't run counts as failed, and so does a run without a report
 */
export async function runTests(env = process.env) {
  const folder = temporaryFolder();
  const report = join(folder, 'report.json');
  const args = [...JEST, '--json', `--outputFile=${report}`, ...process.argv.slice(2)];
  const options = { env: { ...env, TMPDIR: folder }, stdio: ['ignore', 'ignore', 'inherit'], detached: true };
  const jest = spawn(process.execPath, args, options);
  const endGroup = () => {
    try {
      process.kill(-jest.pid, 'SIGKILL');
    } catch {} // nothing is left of the group
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => {
      endGroup();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
      process.exit(1);
    });
  const timer = setTimeout(endGroup, SUITE_TIMEOUT_MS);
  const [status] = await once(jest, 'exit');
  clearTimeout(timer);
  endGroup();
  const {
    numPassedTests: passed = 0,
    numFailedTests = 0,
    numRuntimeErrorTestSuites = 0,
  } = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed, failed: status === 0 ? failed : Math.max(failed, 1) };
}
