// node bin/run.mjs COMMAND …: what npm's scripts call. Old Nodes must be able to read this file and pinned-node.mjs.
import { isSupported, runPinnedNode } from './pinned-node.mjs';

if (isSupported(process.version)) import('./commands.mjs');
else runPinnedNode();
