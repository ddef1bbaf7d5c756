// npm run bench [-- subject …]: builds, then measures; see docs/performance.md.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages, buildServer, install } from './prepare.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
process.env.NODE_ENV = 'production';
process.env.LOG_LEVEL = 'warn';

install();
await buildServer();
buildPages();

const { build } = await import('esbuild');
await build({
  entryPoints: { bench: 'tests/bench/run.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
await import('../dist/bench.mjs');
