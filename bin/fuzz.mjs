// npm run fuzz [seconds]: sends made-up forms and damaged bodies to a server of its own, a minute of each by default.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';

await prepare();

const env = { ...process.env, FUZZ_SECONDS: process.argv[2] ?? '60' };
process.exit(
  spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', 'tests/web/fuzz'], { env, stdio: 'inherit' }).status,
);
