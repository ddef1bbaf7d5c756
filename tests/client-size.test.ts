import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

const CLIENT_MAX_BYTES = 10 * 1024;

const NOT_OURS = ['react', 'react-dom', 'next'];

const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).map((name) => join('app', name));
const isForBrowser = (file: string) => /\.tsx?$/.test(file) && readFileSync(file, 'utf8').startsWith("'use client'");

const isPage = (file: string) => file.endsWith('page.tsx');

/** Over another page, which has been loaded by then. */
const isDialog = (file: string) => file.includes('(..)');

test.each(files.filter((file) => isPage(file) && !isDialog(file)))(
  'keeps the client code of %s under 10 KB, except what loads on use',
  async (page) => {
    const entries = await clientFilesOf(page);
    const { outputFiles } = await build({
      stdin: {
        contents: entries.map((file, n) => `export * as part${n} from ${JSON.stringify(`./${file}`)};`).join('\n'),
        resolveDir: '.',
      },
      bundle: true,
      minify: true,
      write: false,
      outdir: 'out',
      format: 'esm',
      jsx: 'automatic',
      external: NOT_OURS.flatMap((name) => [name, `${name}/*`]),
      plugins: [withoutLoadedOnUse],
    });
    const code = outputFiles[0]?.contents as Uint8Array;
    expect(entries.length).toBeGreaterThan(2);
    expect(gzipSync(code).length).toBeLessThan(CLIENT_MAX_BYTES);
    expect(code.length).toBeGreaterThan(1000);
  },
);

/** Of a page and the layouts above it. */
async function clientFilesOf(page: string): Promise<string[]> {
  const layouts = files.filter((file) => file.endsWith('layout.tsx') && page.startsWith(dirname(file)));
  const { metafile } = await build({
    entryPoints: [page, ...layouts],
    bundle: true,
    metafile: true,
    write: false,
    outdir: 'out',
    packages: 'external',
    platform: 'node',
    loader: { '.css': 'empty' },
  });
  return Object.keys(metafile.inputs).filter(isForBrowser);
}

const withoutLoadedOnUse: Plugin = {
  name: 'without what loads on use',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^/ }, ({ kind }) => (kind === 'dynamic-import' ? { external: true } : undefined)),
};
