// npm run bench [-- subject …]: builds, then measures; see docs/performance.md.
import { bundle, prepare } from './prepare.mjs';

process.env.NODE_ENV = 'production';
process.env.LOG_LEVEL = 'warn';

await prepare();

await bundle('bench', 'bin/bench/run.ts');
await import('../dist/bench.mjs');
