import { spawn } from 'node:child_process';
import { once } from 'node:events';

const HOLD = `
  const sqlite = require('better-sqlite3')(process.argv[1]);
  sqlite.exec('BEGIN EXCLUSIVE');
  console.log('locked');
  process.stdin.on('end', () => { sqlite.exec('ROLLBACK'); process.exit(); }).resume();
`;

/** Locks a database from another process. @returns how to unlock it */
export async function locked(database: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['-e', HOLD, database], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return async () => {
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  };
}
