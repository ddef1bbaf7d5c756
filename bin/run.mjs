// node bin/run.mjs start | dev | user … | backup FILE | restore FILE | move …: prepares what is missing, then runs it in this same process.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages, buildServer, install } from './prepare.mjs';

const command = process.argv[2];
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
process.env.NODE_ENV = command === 'dev' ? 'development' : 'production';

install();
await buildServer();
if (command === 'start') buildPages();
process.argv.splice(1, 2, command);
const program = ['start', 'dev'].includes(command) ? 'server' : command;
await import(`../dist/${program}.mjs`);
