// npm run fuzz [seconds]: sends made-up forms and damaged bodies to a server of its own, a minute of each by default.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';

const [FUZZ_SECONDS = '60', ...others] = process.argv.slice(2);
if (others.length > 0 || !(Number(FUZZ_SECONDS) > 0)) {
  console.error('npm run fuzz takes one number of seconds, such as 600.');
  process.exit(1);
}

await prepare();

const env = { ...process.env, FUZZ_SECONDS };
process.exit(
  spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', 'tests/web/fuzz'], { env, stdio: 'inherit' }).status,
);
