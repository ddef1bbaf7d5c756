import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import proxyaddr from 'proxy-addr';
import { normalizeAddress } from './address';
import { type MailSettings, parseMailFrom, parseSmtpUrl } from './mail-settings';
import { parseSupportContact, type SupportContact } from './support-contact';
import { isVisibleName } from './visible-name';

export type { MailSettings } from './mail-settings';

/** The message is one sentence that names the variable. */
export class SettingError extends Error {}

export type Settings = ReturnType<typeof settings>;

type Environment = Record<string, string | undefined>;

export function settings(env: Environment = process.env) {
  const port = portOf(env);
  return {
    port,
    host: env.HOST || '127.0.0.1',
    origins: origins(env, port),
    databaseUrl: databaseUrl(env),
    authSecrets: authSecrets(env),
    authSecretLost: authSecretLost(env),
    adminUsername: env.ADMIN_USERNAME || 'admin@example.com',
    adminPassword: env.ADMIN_PASSWORD || undefined,
    passwordMinLength: passwordMinLength(env),
    bcryptCost: bcryptCost(env),
    requiredTwoFactor: requiredTwoFactor(env),
    processes: integer(env, 'WEB_CONCURRENCY', { fallback: availableParallelism(), min: 1, max: 1024 }),
    trustsProxy: trustsProxy(env),
    logLevel: logLevel(env),
    mail: mailSettings(env),
    appName: appName(env),
    appLogo: env.APP_LOGO || undefined,
    supportContact: supportContact(env),
  };
}

const APP_NAME_MAX_LENGTH = 40;

/** What people call this system. */
export function appName(env: Environment = process.env): string {
  const name = (env.APP_NAME || 'Portrait').trim();
  if (!isVisibleName(name, APP_NAME_MAX_LENGTH))
    throw new SettingError(`APP_NAME must be 1 to ${APP_NAME_MAX_LENGTH} visible characters.`);
  return name;
}

/** The address that people are told, and that links in mail begin with. */
export function appUrl(env: Environment = process.env): string {
  return appUrls(env)[0] as string;
}

export const appUrls = (env: Environment = process.env) => origins(env, portOf(env));

const portOf = (env: Environment) => integer(env, 'PORT', { fallback: 3000, min: 1, max: 65535 });

function origins(env: Environment, port: number): string[] {
  if (!env.APP_URL) return ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`);
  const urls = env.APP_URL.split(',').map((entry) => {
    const url = URL.canParse(entry.trim()) ? new URL(entry.trim()) : undefined;
    if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`)
      throw new SettingError(
        `APP_URL must be addresses like https://account.example.com, not "${entry.replace(/\/\/.*@/, '//…@')}".`,
      );
    return url;
  });
  // Cookies are either Secure or not: on the other scheme, logins would fail or be unsafe.
  if (new Set(urls.map(({ protocol }) => protocol)).size > 1)
    throw new SettingError('APP_URL must be addresses of one kind: all of them https://, or all of them http://.');
  return urls.map(({ origin }) => origin);
}

/** `file:` and the absolute path of an SQLite file, or the URL of a PostgreSQL database. */
export function databaseUrl(env: Environment = process.env): string {
  const url = env.DATABASE_URL || 'file:data/portrait.db';
  if (/^file:./.test(url)) return `file:${resolve(url.slice('file:'.length))}`;
  if (/^postgres(ql)?:\/\/[^/]/.test(url) && URL.canParse(url)) return url;
  throw new SettingError(
    'DATABASE_URL must be file: and a path, such as file:data/portrait.db, or postgres://user:password@host/database.',
  );
}

export const isFile = (url: string) => url.startsWith('file:');

export function databaseFile(env: Environment = process.env): string {
  const url = databaseUrl(env);
  if (isFile(url)) return url.slice('file:'.length);
  throw new SettingError('DATABASE_URL is not an SQLite file; back up PostgreSQL with its own pg_dump and pg_restore.');
}

/** PostgreSQL accepts 100 connections from all servers and programs together (max_connections). */
const SERVER_CONNECTIONS = 20;

/** Connections of each server process. A transaction needs one for milliseconds. */
export function connectionsEach(processes: number): number {
  return Math.max(2, Math.floor(SERVER_CONNECTIONS / processes));
}

export const SECRET_MIN_BYTES = 32;

/** The first secret encrypts, all decrypt. Empty if `AUTH_SECRET` isn't set. */
export function authSecrets(env: Environment = process.env): string[] {
  if (!env.AUTH_SECRET) return [];
  const secrets = env.AUTH_SECRET.split(',').map((secret) => secret.trim());
  if (secrets.some((secret) => Buffer.byteLength(secret) < SECRET_MIN_BYTES))
    throw new SettingError(
      `AUTH_SECRET must be at least ${SECRET_MIN_BYTES} bytes long; openssl rand -base64 32 makes one.`,
    );
  return secrets;
}

function authSecretLost(env: Environment): boolean {
  if (env.AUTH_SECRET_LOST && env.AUTH_SECRET_LOST !== 'accept')
    throw new SettingError(`AUTH_SECRET_LOST must be accept or not set, not "${env.AUTH_SECRET_LOST}".`);
  return env.AUTH_SECRET_LOST === 'accept';
}

/** In Unicode code points. NIST SP 800-63B-4, section 3.1.1.2, forbids fewer than 8. */
export function passwordMinLength(env: Environment = process.env): number {
  return integer(env, 'PASSWORD_MIN_LENGTH', { fallback: 15, min: 8, max: 128 });
}

export function bcryptCost(env: Environment = process.env): number {
  return integer(env, 'BCRYPT_COST', { fallback: 12, min: 4, max: 20 });
}

function trustsProxy(env: Environment): (address: string, hop: number) => boolean {
  const named = (env.TRUST_PROXY || 'off').trim();
  try {
    const trusts = proxyaddr.compile(named === 'off' ? [] : named.split(',').map((name) => name.trim()));
    return (address, hop) => trusts(normalizeAddress(address), hop);
  } catch {
    throw new SettingError('TRUST_PROXY must be off, or addresses and networks such as loopback, 10.0.0.0/8.');
  }
}

const REQUIRED_TWO_FACTOR = ['nobody', 'administrators', 'everyone'] as const;

/** Whom REQUIRE_TWO_FACTOR names. */
export function requiredTwoFactor(env: Environment = process.env): (typeof REQUIRED_TWO_FACTOR)[number] {
  const named = env.REQUIRE_TWO_FACTOR || 'nobody';
  const known = REQUIRED_TWO_FACTOR.find((one) => one === named);
  if (known) return known;
  throw new SettingError(`REQUIRE_TWO_FACTOR must be one of ${REQUIRED_TWO_FACTOR.join(', ')}, not "${named}".`);
}

/** Whether mail is sent. */
export const isMailOn = (env: Environment = process.env) => Boolean(env.SMTP_URL);

/** How mail is sent; undefined if it isn't. */
export function mailSettings(env: Environment = process.env): MailSettings | undefined {
  if (!env.SMTP_URL) return undefined;
  const server = parseSmtpUrl(env.SMTP_URL);
  if (!server)
    throw new SettingError('SMTP_URL must be smtp://user:password@host:587 or smtps://user:password@host:465.');
  const from = parseMailFrom(env.MAIL_FROM ?? '');
  if (!from)
    throw new SettingError(
      'MAIL_FROM must be an address, such as Portrait <portrait@example.com>, because SMTP_URL is set.',
    );
  return { ...server, from };
}

export function supportContact(env: Environment = process.env): SupportContact | undefined {
  const contact = env.SUPPORT_CONTACT && parseSupportContact(env.SUPPORT_CONTACT);
  if (env.SUPPORT_CONTACT && !contact)
    throw new SettingError('SUPPORT_CONTACT must be an email address or an address that starts with https://.');
  return contact || undefined;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

function logLevel(env: Environment): string {
  const level = env.LOG_LEVEL || 'info';
  if (!LOG_LEVELS.includes(level))
    throw new SettingError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${level}".`);
  return level;
}

type Range = { fallback: number; min: number; max: number };

function integer(env: Environment, name: string, { fallback, min, max }: Range): number {
  const value = env[name] ? Number(env[name]) : fallback;
  if ((env[name] && !/^ *[0-9]{1,9} *$/.test(env[name])) || value < min || value > max)
    throw new SettingError(`${name} must be a whole number from ${min} to ${max}, not "${env[name]}".`);
  return value;
}
