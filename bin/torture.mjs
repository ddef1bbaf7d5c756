// npm run torture: kills the server at random moments under load, twenty times or $ROUNDS, and looks for what it said.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages, buildServer, install } from './prepare.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
process.env.ROUNDS ??= '20';

install();
await buildServer();
buildPages();
const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', 'tests/sqlite/killed'], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
