// npm run bench [-- subject …]: builds, then measures; see docs/performance.md.
import { bundle, prepare } from './prepare.mjs';

process.env.NODE_ENV = 'production';
process.env.LOG_LEVEL = 'warn';
process.env.AUTH_SECRET ??= 'a secret for benchmarks of 32 bytes or more';
process.env.NODE_OPTIONS = '--max-semi-space-size=16'; // as `npm start`

await prepare();

await bundle('bench', 'bin/bench/run.ts');
await import('../dist/bench.mjs');
