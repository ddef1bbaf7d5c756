import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const CLIENT_MAX_BYTES = 10 * 1024;

const NOT_OURS = ['react', 'react-dom', 'next'];

const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).map((name) => join('app', name));
const isForBrowser = (file: string) => /\.tsx?$/.test(file) && readFileSync(file, 'utf8').startsWith("'use client'");

test('keeps the client code of all pages together under 10 KB, except what loads on use', async () => {
  const entries = files.filter(isForBrowser);
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: entries.map((file, n) => `export * as part${n} from ${JSON.stringify(`./${file}`)};`).join('\n'),
      resolveDir: '.',
    },
    bundle: true,
    splitting: true,
    metafile: true,
    minify: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    jsx: 'automatic',
    external: NOT_OURS.flatMap((name) => [name, `${name}/*`]),
  });
  const loaded = loadedAtOnce(metafile.outputs, join('out', 'stdin.js'));
  const code = outputFiles.filter(({ path }) => loaded.some((name) => path.endsWith(name)));
  expect(entries.length).toBeGreaterThan(5);
  expect(code.length).toBeLessThan(outputFiles.length);
  expect(gzipSync(Buffer.concat(code.map(({ contents }) => contents))).length).toBeLessThan(CLIENT_MAX_BYTES);
  expect(code.reduce((sum, { contents }) => sum + contents.length, 0)).toBeGreaterThan(1000);
});

type Outputs = Record<string, { imports: { path: string; kind: string; external?: boolean }[] }>;

function loadedAtOnce(outputs: Outputs, name: string): string[] {
  const imports = outputs[name]?.imports.filter(({ kind, external }) => kind === 'import-statement' && !external) ?? [];
  return [name, ...imports.flatMap(({ path }) => loadedAtOnce(outputs, path))];
}
