import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newFolder, removeFolder } from './support/folder';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  cpSync('bin/test.mjs', join(folder, 'bin/test.mjs'));
  write('bin/prepare.mjs', 'export async function prepare() {}');
  for (const tool of ['typescript/bin/tsc', '@biomejs/biome/bin/biome', 'knip/bin/knip.js'])
    write(`node_modules/${tool}`, '');
});
afterEach(() => removeFolder(folder));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

/** Runs npm test with these results of the tests. @returns the exit code and the last line */
function run(passed: number, failed: number): [number | null, string | undefined] {
  write('bin/jest.mjs', `export const runTests = async () => ({ passed: ${passed}, failed: ${failed} });`);
  const { status, stdout } = spawnSync(process.execPath, ['bin/test.mjs'], { cwd: folder, encoding: 'utf8' });
  return [status, stdout.trim().split('\n').at(-1)];
}

test('npm test succeeds if every check and test did, and counts them in its last line', () => {
  expect(run(7, 0)).toEqual([0, '10 passed, 0 failed']);
});

test('one failed test fails npm test', () => {
  expect(run(6, 1)).toEqual([1, '9 passed, 1 failed']);
});

test('one failed check fails npm test', () => {
  write('node_modules/@biomejs/biome/bin/biome', 'process.exit(2)');
  expect(run(7, 0)).toEqual([1, '9 passed, 1 failed']);
});
