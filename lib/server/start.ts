import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { checkDatabase, closeDatabase, migrateDatabase, openDatabase } from '../../db';
import { hasAdministrator } from '../../db/users';
import { log } from '../adapters/log';
import { readLogo } from '../app-logo';
import { checkApplications } from '../applications';
import { stopLogouts } from '../applications/logouts';
import { startCleanup } from '../cleanup';
import { createFirstAdministrator } from '../first-administrator';
import { toEnglish } from '../i18n/english';
import { deriveKey } from '../keys';
import { loadAuthSecret } from '../lost-secret';
import { warnOfPasskeys } from '../passkey-address';
import { fillSearchKeys } from '../people/search-keys';
import { rotateAuthSecret } from '../rotate-secret';
import { authSecrets, connectionsEach, isFile, SettingError, type Settings } from '../settings';
import { updateUsernameKeys } from '../username';
import { onStop, runCluster } from './cluster';
import { setInternalOrigin } from './next-internals';
import { oldRelease } from './release';

const dev = process.env.NODE_ENV === 'development';

const OWN_SECRET =
  'AUTH_SECRET is not set: this server uses its own, data/auth-secret. Every other server of this database needs the same.';

const NO_PROXY =
  "TRUST_PROXY is not set, although APP_URL is https: everyone has the proxy's address and shares one rate limit. Set it to the proxy's address, or to off if no proxy sets X-Forwarded-For.";

const NO_ADMINISTRATOR =
  'No account may administer people yet. To name one: npm run user -- set name@example.com --administrator yes';

/**
 * Starts the server in this process: the first one, or a worker of its cluster.
 * @throws SettingError, UnusableDatabase, Unavailable
 */
export async function start(config: Settings): Promise<void> {
  if (!cluster.isPrimary) return serveHere(config);
  if (config.appLogo) readLogo(config.appLogo);
  await prepare(config);
  if (config.processes > 1 && !dev) await runCluster(config.processes);
  else await serveHere(config);
  console.log((await startMessage(config)).join('\n'));
}

async function prepare({ databaseUrl, origins, port, host, mail }: Settings): Promise<void> {
  openDatabase(databaseUrl);
  await checkDatabase();
  await migrateDatabase();
  await updateUsernameKeys();
  await fillSearchKeys();
  if (!process.env.AUTH_SECRET && !isFile(databaseUrl)) console.error(OWN_SECRET);
  if (origins[0]?.startsWith('https:') && !process.env.TRUST_PROXY) log.warn(NO_PROXY);
  await loadAuthSecret();
  await rotateAuthSecret();
  await warnOfPasskeys();
  if (mail) await (await import('../mail/delivery')).retryAtOnce();
  await closeDatabase();

  process.env.AUTH_URL = origins[0];
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = deriveKey(authSecrets()[0] as string, 'server-actions').toString(
    'base64',
  );
  setInternalOrigin(host, port);
  process.env.NEXT_TELEMETRY_DISABLED = '1';
}

async function serveHere(config: Settings): Promise<void> {
  openDatabase(config.databaseUrl, connectionsEach(config.processes));
  process.on('exit', closeDatabase);
  if (!dev) process.env.NEXT_DEPLOYMENT_ID = readFileSync('.next/BUILD_ID', 'utf8'); // of this build, not the primary's
  const { serve } = await import('./serve'); // loads Next, which the primary of a cluster doesn't need
  const stop = await serve(config, { dev });
  const stopCleanup = startCleanup();
  const stopDelivery = config.mail && (await import('../mail/delivery')).startDelivery(config.mail);
  if (await checkApplications()) (await import('./oidc')).startSendingLogouts(config.origins[0] as string);
  onStop(async (isReplaced) => {
    await Promise.all([stop(isReplaced), stopDelivery?.(), stopLogouts()]);
    await stopCleanup();
  });
}

/** The first administrator is created once the server listens: a start that fails must not use up the password. */
async function startMessage({ databaseUrl, processes, origins, adminUsername, adminPassword }: Settings) {
  const inCluster = processes > 1 && !dev;
  if (inCluster) openDatabase(databaseUrl);
  const first = await createFirstAdministrator(adminUsername, adminPassword);
  const isManaged = await hasAdministrator();
  if (inCluster) await closeDatabase();
  if (first?.ok === false) {
    const name = first.field === 'password' ? 'ADMIN_PASSWORD' : 'ADMIN_USERNAME';
    throw new SettingError(`${name} cannot be used: ${toEnglish(first)}`);
  }
  const lines = [`Portrait is at ${origins[0]}`];
  if (first) lines.push(`The first administrator: ${adminUsername}`);
  if (first && !adminPassword) lines.push(`Password, shown only this once: ${first.password}`);
  if (first) lines.push('To add people: npm run user -- create --username name@example.com --company Example');
  if (!first && !isManaged) lines.push(NO_ADMINISTRATOR);
  return [...oldRelease(), '', ...lines];
}
