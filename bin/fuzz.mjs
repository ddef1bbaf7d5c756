// npm run fuzz [seconds]: sends made-up forms and damaged bodies to a server of its own, a minute of each by default.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages, buildServer, install } from './prepare.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

install();
await buildServer();
buildPages();

const env = { ...process.env, FUZZ_SECONDS: process.argv[2] ?? '60' };
process.exit(
  spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', 'tests/web/fuzz'], { env, stdio: 'inherit' }).status,
);
