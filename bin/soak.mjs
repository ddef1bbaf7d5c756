// npm run soak -- --minutes 60: everything that people do, at a steady rate, and whether anything grows meanwhile.
import { build } from 'esbuild';
import { buildPages, buildServer } from './prepare.mjs';

await buildServer();
buildPages();
await build({
  entryPoints: ['tests/long/soak.ts'],
  outfile: 'dist/soak.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
Object.assign(process.env, {
  AUTH_SECRET: 'a secret for tests of 32 bytes or more',
  BCRYPT_COST: '4',
  LOG_LEVEL: 'silent',
});
await import('../dist/soak.mjs');
