// npm run torture: kills the server at random moments under load, twenty times or $ROUNDS, and checks every
// acknowledged change.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';

process.env.ROUNDS ??= '20';
if (!/^[1-9]\d*$/.test(process.env.ROUNDS)) {
  console.error('ROUNDS must be a whole number, such as 20.');
  process.exit(1);
}

await prepare();
const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', 'tests/web/killed'], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
