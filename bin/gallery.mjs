// npm run gallery: every page and state in Chromium, as pictures, in the folder `gallery` with an index page.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';

await prepare();
const args = [...process.argv.slice(2), '--testMatch', '<rootDir>/bin/gallery/pictures.ts'];
const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...args], { stdio: 'inherit' });
console.log('The pictures are in gallery/index.html');
process.exit(status ?? 1);
