// A temporary PostgreSQL server from the machine's own binaries.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Starts a server on a loopback port without a password. If this is root it runs as `postgres` or `nobody`: PostgreSQL
 * refuses to run as root.
 * @returns the server's URL, without a database, and how to stop it and delete its files
 */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'portrait-postgres-'));
  const data = join(folder, 'data');
  const user = unprivileged();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const run = { cwd: folder, ...user };
  execFileSync(binary('initdb'), ['-D', data, '-U', 'portrait', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...run,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const port = await freePort();
  // Durability is off, and many tests at once open many connections.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    max_connections: '300',
    unix_socket_directories: folder,
    listen_addresses: '127.0.0.1',
  };
  const options = ['-p', port, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}='${value}'`])];
  const control = (...args) =>
    execFileSync(binary('pg_ctl'), [...args, '-s', '-w', '-D', data], {
      ...run,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  control('start', '-l', join(folder, 'log'), '-o', options.join(' '));
  return {
    url: `postgres://portrait@127.0.0.1:${port}`,
    stop: async () => {
      control('stop', '-m', 'fast'); // closes all connections
      rmSync(folder, { recursive: true });
    },
  };
}

/** The newest of the PostgreSQL programs that Debian keeps by version, or the one on the PATH. */
function binary(name) {
  const versions = '/usr/lib/postgresql';
  const newest = (existsSync(versions) ? readdirSync(versions) : []).sort((a, b) => Number(b) - Number(a));
  return newest.map((version) => join(versions, version, 'bin', name)).find(existsSync) ?? name;
}

function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  const user = ['postgres', 'nobody'].find((name) => idOf('-u', name) !== undefined);
  return { uid: idOf('-u', user), gid: idOf('-g', user) };
}

function idOf(which, user) {
  try {
    return Number(execFileSync('id', [which, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return String(port);
}
