import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { newFolder, removeFolder } from './support/folder';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  mkdirSync(join(folder, 'path'));
  const npm = '#!/bin/sh\necho "$*" >> runs\nmkdir -p node_modules\n';
  writeFileSync(join(folder, 'path/npm'), npm, { mode: 0o755 });
  writeFileSync(join(folder, 'package-lock.json'), '{}');
});
afterEach(() => removeFolder(folder));

/** @returns how often npm has installed the packages so far */
function install(platform = process.platform): number {
  const script = `Object.defineProperty(process, 'platform', { value: '${platform}' });
    const { install } = await import('${resolve('bin/prepare.mjs')}'); install();`;
  const env = { ...process.env, PATH: `${join(folder, 'path')}:${process.env.PATH}` };
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, env });
  expect(status).toBe(0);
  const runs = join(folder, 'runs');
  return existsSync(runs) ? readFileSync(runs, 'utf8').trim().split('\n').length : 0;
}

test('installs the packages once, whatever the date of the lock file', () => {
  expect(install()).toBe(1);
  utimesSync(join(folder, 'package-lock.json'), 2e9, 2e9);
  expect(install()).toBe(1);
});

test('reinstalls packages of an earlier version or of unknown origin', () => {
  mkdirSync(join(folder, 'node_modules'));
  expect(install()).toBe(1);
  appendFileSync(join(folder, 'package-lock.json'), ' ');
  expect(install()).toBe(2);
});

test('installs what a build needs, also with NODE_ENV=production', () => {
  install();
  expect(readFileSync(join(folder, 'runs'), 'utf8')).toMatch(/^ci .*--include=dev/);
});

test('reinstalls packages of another platform', () => {
  expect(install()).toBe(1);
  expect(install('darwin')).toBe(2);
});
