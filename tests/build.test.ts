import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { newFolder, removeFolder } from './support/folder';

let folder: string;

/** A copy of the sources in another folder. */
beforeEach(() => {
  folder = newFolder();
  for (const name of readdirSync('.'))
    if (!['dist', '.next', '.git'].includes(name)) symlinkSync(resolve(name), join(folder, name));
  mkdirSync(join(folder, 'dist'));
});
afterEach(() => removeFolder(folder));

function builds(statement = 'buildServer()'): boolean {
  const script = `import { buildServer, bundle } from '${resolve('bin/prepare.mjs')}'; await ${statement};`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
  return status === 0;
}

const built = () => readdirSync(join(folder, 'dist')).sort();

/** Imports between files in dist/ that don't resolve. */
function missing(): string[] {
  const programs = built().filter((name) => name.endsWith('.mjs'));
  const texts = programs.map((name) => readFileSync(join(folder, 'dist', name), 'utf8'));
  const imported = texts.flatMap((text) => [...text.matchAll(/"\.\/(chunk-\w+\.mjs|serve-\w+\.mjs)"/g)]);
  return imported.map(([, name = '']) => name).filter((name) => !programs.includes(name));
}

test('a build removes the files of earlier builds', () => {
  writeFileSync(join(folder, 'dist/chunk-OFBEFORE.mjs'), '');
  expect(builds()).toBe(true);
  expect(built()).toEqual(expect.arrayContaining(['server.mjs', 'user.mjs']));
  expect(built()).not.toContain('chunk-OFBEFORE.mjs');
  expect(missing()).toEqual([]);
});

test('an interrupted build is repeated', () => {
  mkdirSync(join(folder, 'dist/backup.mjs'));
  expect(builds()).toBe(false);
  expect(built()).not.toContain('server.mjs');
  rmSync(join(folder, 'dist/backup.mjs'), { recursive: true });
  expect(builds()).toBe(true);
  expect(built()).toContain('server.mjs');
  expect(missing()).toEqual([]);
});

test('bundling another program adds one file and leaves the server as it is', () => {
  expect(builds()).toBe(true);
  const before = built();
  expect(builds("bundle('measure', 'bin/bench/run.ts')")).toBe(true);
  expect(built().filter((name) => !before.includes(name))).toEqual(['measure.mjs']);
  expect(missing()).toEqual([]);
});
