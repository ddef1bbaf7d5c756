import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
  const script = `import { buildPages, buildServer, bundle, isFresh } from '${resolve('bin/prepare.mjs')}'; await ${statement};`;
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

test.each([
  ...['app/globals.css', 'lib/settings.ts', 'messages/fr.json', 'public/icon.svg', 'bin/user.ts'],
  ...['db/sqlite/migrations/0000_first.sql', 'server.ts', 'instrumentation.ts', 'proxy.ts', 'next.config.ts'],
  ...['postcss.config.mjs', 'node_modules/.installed'],
])('a build that is older than %s is repeated', (name) => {
  const written = (path: string, hours: number) => {
    const file = join(folder, path);
    const at = Date.now() / 1000 + 3600 * hours;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    utimesSync(file, at, at);
  };
  const isFresh = () => builds("(isFresh('dist/server.mjs') || process.exit(1))");
  written('dist/server.mjs', 1);
  expect(isFresh()).toBe(true);
  rmSync(join(folder, name.split('/', 1)[0] ?? '')); // a link to the sources
  written(name, 2);
  expect(isFresh()).toBe(false);
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

test("a service that can't write the folder asks for a build instead of making one", () => {
  rmSync(join(folder, 'node_modules')); // a link
  chmodSync(folder, 0o555);
  const root = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all'] : [];
  for (const part of ['install', 'buildServer', 'buildPages']) {
    const script = `import { ${part} } from '${resolve('bin/prepare.mjs')}'; await ${part}();`;
    const [program = '', ...args] = [...root, process.execPath, '--input-type=module', '-e', script];
    expect(spawnSync(program, args, { cwd: folder, encoding: 'utf8' })).toMatchObject({
      status: 1,
      stderr: `${folder} must be built again, but can't be written: run npm run build there.\n`,
    });
  }
});

test('bundling another program adds one file and leaves the server as it is', () => {
  expect(builds()).toBe(true);
  const before = built();
  expect(builds("bundle('measure', 'bin/bench/run.ts')")).toBe(true);
  expect(built().filter((name) => !before.includes(name))).toEqual(['measure.mjs']);
  expect(missing()).toEqual([]);
});

describe('the pages', () => {
  const path = (name: string) => join(folder, name);

  /** @param next in place of Next. @returns whether Next ran, and whether the build succeeded */
  function buildsPages(next = ''): { ran: boolean; succeeded: boolean } {
    const program = path('node_modules/next/dist/bin/next');
    rmSync(path('node_modules'), { force: true, recursive: true });
    mkdirSync(dirname(program), { recursive: true });
    const always = "fs.mkdirSync('.next/static', { recursive: true }); fs.writeFileSync('.next/BUILD_ID', '');";
    writeFileSync(program, `const fs = require('fs'); fs.writeFileSync('ran', ''); ${always} ${next}`);
    rmSync(path('ran'), { force: true });
    const succeeded = builds('buildPages()');
    return { ran: existsSync(path('ran')), succeeded };
  }

  test.each([
    ['while Next runs', 'process.exit(1);'],
    ['while files are compressed', "fs.mkdirSync('.next/static/a.js');"],
  ])('are built again after a build that was interrupted %s, and then no more', (_, interrupted) => {
    expect(buildsPages(interrupted)).toEqual({ ran: true, succeeded: false });
    rmSync(path('.next/static'), { recursive: true });
    expect(buildsPages()).toEqual({ ran: true, succeeded: true });
    expect(buildsPages()).toEqual({ ran: false, succeeded: true });
  });

  test('are built again after a change, whatever the dates of the files', () => {
    expect(buildsPages()).toEqual({ ran: true, succeeded: true });
    rmSync(path('proxy.ts'));
    expect(buildsPages()).toEqual({ ran: true, succeeded: true });
    rmSync(path('package-lock.json')); // a link to the sources
    writeFileSync(path('package-lock.json'), '{ "packages": {} }');
    expect(buildsPages()).toEqual({ ran: true, succeeded: true });
  });

  test('are compressed once, except for what is compressed already', () => {
    const names = ['a.js', 'a.css', 'a.svg', 'a.json', 'a.woff2'];
    const write = names.map((name) => `fs.writeFileSync('.next/static/${name}', 'x');`).join('');
    expect(buildsPages(write)).toEqual({ ran: true, succeeded: true });
    const compressed = readdirSync(path('.next/static')).filter((name) => /\.(br|gz)$/.test(name));
    expect(compressed.sort()).toEqual(['css', 'js', 'json', 'svg'].flatMap((type) => [`a.${type}.br`, `a.${type}.gz`]));
  });
});
