// npm run soak -- --minutes 60: does what people do at a steady rate, and reports whether anything grows.
import { bundle, prepare } from './prepare.mjs';

Object.assign(process.env, {
  AUTH_SECRET: 'a secret for tests of 32 bytes or more',
  BCRYPT_COST: '4',
  LOG_LEVEL: 'silent',
});

await prepare();
await bundle('soak', 'bin/soak/soak.ts');
await import('../dist/soak.mjs');
