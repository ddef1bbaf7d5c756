import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const CLIENT_MAX_BYTES = 10 * 1024;

/** What Next ships by itself, and what only who types a new password loads. */
const NOT_OURS = ['react', 'react-dom', 'next', '@zxcvbn-ts/core'];

const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).map((name) => join('app', name));
const isForBrowser = (file: string) => /\.tsx?$/.test(file) && readFileSync(file, 'utf8').startsWith("'use client'");

test('the code of our own that all the pages together send to a browser is under 10 KB', async () => {
  const entries = files.filter(isForBrowser);
  const { outputFiles } = await build({
    stdin: {
      contents: entries.map((file, n) => `export * as part${n} from ${JSON.stringify(`./${file}`)};`).join('\n'),
      resolveDir: '.',
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    external: NOT_OURS.flatMap((name) => [name, `${name}/*`]),
  });
  expect(entries.length).toBeGreaterThan(5);
  expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThan(CLIENT_MAX_BYTES);
  expect(outputFiles[0]?.contents.length).toBeGreaterThan(1000);
});
