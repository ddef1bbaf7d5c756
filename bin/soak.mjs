// npm run soak -- --minutes 60: everything that people do, at a steady rate, and whether anything grows meanwhile.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages, buildServer, install } from './prepare.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
Object.assign(process.env, {
  AUTH_SECRET: 'a secret for tests of 32 bytes or more',
  BCRYPT_COST: '4',
  LOG_LEVEL: 'silent',
});

install();
await buildServer();
buildPages();
const { build } = await import('esbuild');
await build({
  entryPoints: ['tests/long/soak.ts'],
  outfile: 'dist/soak.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
await import('../dist/soak.mjs');
