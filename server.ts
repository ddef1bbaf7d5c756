import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { checkDatabase, closeDatabase, migrateDatabase, openDatabase } from './db';
import { UnusableDatabase } from './db/errors';
import { startCleanup } from './lib/cleanup';
import { createFirstAdministrator } from './lib/first-administrator';
import { toEnglish } from './lib/i18n/english';
import { authSecret, deriveKey } from './lib/keys';
import { onStop, runCluster } from './lib/server/cluster';
import { authSecrets, connectionsEach, isFile, SettingError, type Settings, settings } from './lib/settings';
import { Unavailable } from './lib/unavailable';

const dev = process.env.NODE_ENV === 'development';

/** Said where several servers may use one database: what one has made for itself, another does not know. */
const OWN_SECRET =
  'AUTH_SECRET is not set: this server uses the one that it made, data/auth-secret. Every other server needs the same.';

try {
  const config = settings();
  if (cluster.isPrimary) await prepare(config);
  if (cluster.isPrimary && config.processes > 1 && !dev) await runCluster(config.processes);
  else await work(config);
  if (cluster.isPrimary) console.log(`Portrait is at ${config.origins[0]}`);
} catch (error) {
  if (![SettingError, UnusableDatabase, Unavailable].some((kind) => error instanceof kind)) throw error;
  console.error((error as Error).message);
  process.exit(1);
}

/** What is done once a start, before anyone is served: keys, migrations, the first administrator. */
async function prepare({ databaseUrl, origins, port, host, adminUsername, adminPassword }: Settings): Promise<void> {
  openDatabase(databaseUrl);
  await checkDatabase();
  await migrateDatabase();

  if (!process.env.AUTH_SECRET && !isFile(databaseUrl)) console.error(OWN_SECRET);
  process.env.AUTH_SECRET = authSecret();
  process.env.AUTH_URL = origins[0];
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = deriveKey(authSecrets()[0] as string, 'server-actions').toString(
    'base64',
  );
  // Next asks itself for the page that an action leads to, and would believe the Host header for where it is.
  process.env.__NEXT_PRIVATE_ORIGIN = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  process.env.NEXT_TELEMETRY_DISABLED = '1';

  const first = await createFirstAdministrator(adminUsername, adminPassword);
  if (first?.ok === false) {
    const name = first.field === 'password' ? 'ADMIN_PASSWORD' : 'ADMIN_USERNAME';
    throw new SettingError(`${name} cannot be used: ${toEnglish(first)}`);
  }
  if (first) console.log(`The first administrator: ${adminUsername}`);
  if (first && !adminPassword) console.log(`Password, shown only this once: ${first.password}`);
  await closeDatabase();
}

async function work(config: Settings): Promise<void> {
  openDatabase(config.databaseUrl, connectionsEach(config.processes));
  process.on('exit', closeDatabase);
  if (!dev) process.env.NEXT_DEPLOYMENT_ID = readFileSync('.next/BUILD_ID', 'utf8'); // of this build, not the primary's
  const { serve } = await import('./lib/server/serve'); // Next and sharp, which the primary process does without
  const stop = await serve(config, { dev });
  const stopSweeping = startCleanup();
  onStop(async (isReplaced) => {
    await stop(isReplaced);
    await stopSweeping();
  });
}
