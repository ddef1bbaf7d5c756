import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newFolder, removeFolder } from './support/folder';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  for (const name of ['torture', 'fuzz', 'gallery', 'migration', 'jest', 'temporary'])
    cpSync(`bin/${name}.mjs`, join(folder, `bin/${name}.mjs`));
  write('bin/prepare.mjs', 'export async function prepare() {}');
});
afterEach(() => removeFolder(folder));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

const node = (...args: string[]) =>
  spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: join(folder, 'tmp') },
  });

test.each(['torture', 'fuzz', 'gallery', 'migration'])('npm run %s ends like the program that it runs', (name) => {
  for (const code of [0, 3]) {
    for (const program of ['jest/bin/jest.js', 'drizzle-kit/bin.cjs'])
      write(`node_modules/${program}`, `process.exit(${code})`);
    expect(node(`bin/${name}.mjs`).status).toBe(code);
  }
});

/** Runs all tests with a Jest that does this. */
function runsTests(jest: string): unknown {
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  write(
    'node_modules/jest/bin/jest.js',
    `const { writeFileSync } = require('node:fs');
     const report = (counts) => writeFileSync(process.argv.find((word) => word.startsWith('--outputFile=')).slice(13), JSON.stringify(counts));
     writeFileSync(process.env.TMPDIR + '/left behind', '');
     ${jest}`,
  );
  const script = "const { runTests } = await import('./bin/jest.mjs'); console.log(JSON.stringify(await runTests()));";
  const { stdout } = node('--input-type=module', '-e', script);
  return JSON.parse(stdout);
}

test.each([
  ['fine', 'report({ numPassedTests: 7, numFailedTests: 0, numRuntimeErrorTestSuites: 0 });', [7, 0]],
  ['a failed test', 'report({ numPassedTests: 6, numFailedTests: 1 }); process.exitCode = 1;', [6, 1]],
  [
    'two files that cannot run',
    'report({ numPassedTests: 5, numFailedTests: 1, numRuntimeErrorTestSuites: 2 }); process.exitCode = 1;',
    [5, 3],
  ],
  ['an end without a report', 'process.exit(1);', [0, 1]],
  ['a report of nothing failed, and another exit code', 'report({ numPassedTests: 7 }); process.exit(1);', [7, 1]],
])('a run with %s is counted right, and leaves no file behind', (_, jest, [passed, failed]) => {
  expect(runsTests(jest)).toEqual({ passed, failed });
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
});
