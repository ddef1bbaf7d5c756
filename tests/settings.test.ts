import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { authSecret, deriveKey } from '../lib/keys';
import { connectionsEach, databaseFile, SettingError, settings } from '../lib/settings';
import { newFolder, removeFolder } from './support/folder';

const SECRET = '0123456789abcdefghijklmnopqrstuv';

function refusalOf(env: Record<string, string>): unknown {
  try {
    settings(env);
  } catch (error) {
    return error;
  }
}

test('without any variable everything has its default', () => {
  expect(settings({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    origins: ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'],
    databaseUrl: `file:${resolve('data/portrait.db')}`,
    authSecrets: [],
    authSecretLost: false,
    adminUsername: 'admin@example.com',
    adminPassword: undefined,
    passwordMinLength: 15,
    bcryptCost: 12,
    requiredTwoFactor: 'nobody',
    processes: availableParallelism(),
    trustsProxy: expect.any(Function),
    logLevel: 'info',
    appName: 'Portrait',
  });
});

test.each([
  ['PORT', '8080', { port: 8080, origins: expect.arrayContaining(['http://localhost:8080']) }],
  ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
  [
    'SUPPORT_CONTACT',
    'help+us@acme.example',
    { supportContact: { href: 'mailto:help%2Bus@acme.example', text: 'help+us@acme.example' } },
  ],
  [
    'SUPPORT_CONTACT',
    'https://help.acme.example/it/',
    { supportContact: { href: 'https://help.acme.example/it/', text: 'help.acme.example/it' } },
  ],
  ['LOG_LEVEL', 'warn', { logLevel: 'warn' }],
  ['APP_URL', 'https://account.example.com/', { origins: ['https://account.example.com'] }],
  ['APP_URL', 'https://A.example, https://b.example:81', { origins: ['https://a.example', 'https://b.example:81'] }],
  ['DATABASE_URL', 'file:/srv/portrait.db', { databaseUrl: 'file:/srv/portrait.db' }],
  ['AUTH_SECRET', SECRET, { authSecrets: [SECRET] }],
  ['ADMIN_USERNAME', 'chief@example.com', { adminUsername: 'chief@example.com' }],
  ['ADMIN_PASSWORD', 'gravel mountain tea', { adminPassword: 'gravel mountain tea' }],
  ['PASSWORD_MIN_LENGTH', '8', { passwordMinLength: 8 }],
  ['REQUIRE_TWO_FACTOR', 'everyone', { requiredTwoFactor: 'everyone' }],
  ['BCRYPT_COST', '14', { bcryptCost: 14 }],
  ['WEB_CONCURRENCY', '1', { processes: 1 }],
  ['APP_NAME', ' Acme & Söhne ', { appName: 'Acme & Söhne' }],
  ['APP_LOGO', 'logo.svg', { appLogo: 'logo.svg' }],
])('%s=%s is applied', (name, value, expected) => {
  expect(settings({ [name]: value })).toMatchObject(expected);
});

test.each([
  ['APP_NAME', ' '],
  ['APP_NAME', 'A\u202eB'],
  ['APP_NAME', 'x'.repeat(41)],
  ['PORT', 'http'],
  ['PORT', '0'],
  ['PORT', '-1'],
  ['PORT', '65536'],
  ['PORT', '3000.5'],
  ['PORT', ' '],
  ['APP_URL', 'account.example.com'],
  ['APP_URL', 'ftp://account.example.com'],
  ['APP_URL', 'https://account.example.com/portrait'],
  ['APP_URL', 'https://account.example.com?x'],
  ['APP_URL', 'https://user:password@account.example.com'],
  ['APP_URL', 'https://account.example.com,'],
  ['APP_URL', 'https://account.example.com, http://account.example.com'],
  ['APP_URL', 'http://localhost:3000, https://account.example.com'],
  ['PORT', '0x1020'],
  ['PORT', '3e3'],
  ['PORT', '3000.0'],
  ['DATABASE_URL', 'data/portrait.db'],
  ['DATABASE_URL', 'mysql://localhost/portrait'],
  ['DATABASE_URL', 'postgres://'],
  ['DATABASE_URL', 'postgres:///portrait'],
  ['DATABASE_URL', 'file:'],
  ['AUTH_SECRET', 'a secret of 31 bytes, not of 32'],
  ['AUTH_SECRET', `${SECRET},short`],
  ['AUTH_SECRET', ','],
  ['AUTH_SECRET', ' '],
  ['PASSWORD_MIN_LENGTH', '7'],
  ['REQUIRE_TWO_FACTOR', 'Everyone'],
  ['PASSWORD_MIN_LENGTH', '129'],
  ['PASSWORD_MIN_LENGTH', 'long'],
  ['BCRYPT_COST', '3'],
  ['BCRYPT_COST', '21'],
  ['WEB_CONCURRENCY', '0'],
  ['WEB_CONCURRENCY', 'all'],
  ['TRUST_PROXY', 'yes'],
  ['TRUST_PROXY', 'loopback, 10.0.0.0/99'],
])('%s=%j stops with one sentence that names it', (name, value) => {
  const refusal = refusalOf({ [name]: value });
  expect(refusal).toBeInstanceOf(SettingError);
  expect((refusal as SettingError).message).toMatch(new RegExp(`^${name} [^\\n]+\\.$`));
});

test('the refusal of an APP_URL with a password does not repeat the password', () => {
  expect(String(refusalOf({ APP_URL: 'https://user:secret@account.example.com' }))).not.toContain('secret');
});

test.each([
  'PORT',
  'HOST',
  'APP_URL',
  'DATABASE_URL',
  'AUTH_SECRET',
  'ADMIN_USERNAME',
  'ADMIN_PASSWORD',
  'PASSWORD_MIN_LENGTH',
  'BCRYPT_COST',
  'WEB_CONCURRENCY',
  'TRUST_PROXY',
])('an empty %s counts as unset', (name) => {
  const { trustsProxy: _, ...others } = settings({});
  expect(settings({ [name]: '' })).toMatchObject(others);
});

test.each([
  [undefined, '127.0.0.1', false],
  ['off', '127.0.0.1', false],
  ['loopback', '127.0.0.1', true],
  ['loopback', '192.0.2.1', false],
  ['192.0.2.1, 10.0.0.0/8', '10.1.2.3', true],
  ['192.0.2.1, 10.0.0.0/8', '11.1.2.3', false],
])('with TRUST_PROXY=%s, %s is trusted: %s', (value, address, believed) => {
  expect(settings({ TRUST_PROXY: value }).trustsProxy(address, 0)).toBe(believed);
});

test.each([
  'postgres://portrait:secret@db.example:5433/portrait',
  'postgresql://db.example/portrait?sslmode=verify-full',
])('DATABASE_URL=%s is accepted', (DATABASE_URL) => {
  expect(settings({ DATABASE_URL })).toMatchObject({ databaseUrl: DATABASE_URL });
  expect(() => databaseFile({ DATABASE_URL })).toThrow(
    /^DATABASE_URL is not an SQLite file; .+ pg_dump and pg_restore\.$/,
  );
});

test.each([
  [1, 20],
  [4, 5],
  [64, 2],
])('each of %i server processes may hold %i connections', (processes, connections) => {
  expect(connectionsEach(processes)).toBe(connections);
});

describe('without AUTH_SECRET', () => {
  let folder: string;
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => removeFolder(folder));

  test('one is generated once, readable only by its owner', () => {
    const env = { DATABASE_URL: `file:${join(folder, 'data', 'portrait.db')}` };
    const secret = authSecret(env);
    expect(Buffer.byteLength(secret)).toBeGreaterThanOrEqual(32);
    expect(authSecret(env)).toBe(secret);
    expect(statSync(join(folder, 'data', 'auth-secret')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  });

  test('one that is not a file is named in the error', () => {
    const file = join(folder, 'auth-secret');
    mkdirSync(file);
    const read = () => authSecret({ DATABASE_URL: `file:${join(folder, 'portrait.db')}` });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(`AUTH_SECRET is not set, and ${file} can't be read (EISDIR)`);
  });

  test("a folder that can't be written is named in the error", () => {
    writeFileSync(join(folder, 'file'), '');
    const read = () => authSecret({ DATABASE_URL: `file:${join(folder, 'file', 'data', 'portrait.db')}` });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(`${join(folder, 'file', 'data', 'auth-secret')} can't be made (ENOTDIR)`);
  });

  test.each(['', '\n', 'cut short'])('one that reads %j is damaged, and stops the start', (text) => {
    const file = join(folder, 'auth-secret');
    writeFileSync(file, text);
    const read = () => authSecret({ DATABASE_URL: `file:${join(folder, 'portrait.db')}` });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(`AUTH_SECRET is not set, and ${file} is damaged`);
  });

  test('every database has its own', () => {
    const secrets = ['a', 'b'].map((name) => authSecret({ DATABASE_URL: `file:${join(folder, name, 'portrait.db')}` }));
    expect(secrets[0]).not.toBe(secrets[1]);
  });
});

test('keys for different purposes and secrets differ, and a key is the same each time', () => {
  const keys = [deriveKey(SECRET, 'one'), deriveKey(SECRET, 'two'), deriveKey(`${SECRET}!`, 'one')];
  expect(new Set(keys.map(String)).size).toBe(3);
  expect(deriveKey(SECRET, 'one')).toEqual(keys[0]);
  expect(keys[0]).toHaveLength(32);
});

test('with PostgreSQL a generated secret is kept in data/, readable only by its owner', () => {
  const [folder, here] = [newFolder(), process.cwd()];
  process.chdir(folder);
  const env = { DATABASE_URL: 'postgres://db.example/portrait' };
  const secrets = [authSecret(env), authSecret(env)];
  process.chdir(here);
  expect(secrets[1]).toBe(secrets[0]);
  expect(statSync(join(folder, 'data', 'auth-secret')).mode & 0o777).toBe(0o600);
  removeFolder(folder);
});

describe('mail', () => {
  const MAIL_FROM = 'Portrait <portrait@example.com>';

  test.each([
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, isTls: false, isLoopback: false }],
    ['smtps://mail.example.com', { port: 465, isTls: true }],
    ['smtp://me%40x.org:p%40ss%3A@mail.example.com:2525', { port: 2525, auth: { user: 'me@x.org', pass: 'p@ss:' } }],
    ['smtp://[::1]:25', { host: '::1', port: 25, isLoopback: true }],
    ['smtp://127.0.0.1:1025', { isLoopback: true }],
    ['smtp://localhost', { isLoopback: true }],
    ['smtp://localhost.example.com', { isLoopback: false }],
  ])('SMTP_URL may be %s', (SMTP_URL, server) => {
    expect(settings({ SMTP_URL, MAIL_FROM }).mail).toMatchObject(server);
  });

  test.each([
    [MAIL_FROM, { name: 'Portrait', address: 'portrait@example.com' }],
    ['portrait@example.com', { name: '', address: 'portrait@example.com' }],
    ['"Konto, Müller & Co." <konto@example.com>', { name: 'Konto, Müller & Co.', address: 'konto@example.com' }],
  ])('MAIL_FROM may be %s', (from, mailbox) => {
    expect(settings({ SMTP_URL: 'smtp://localhost', MAIL_FROM: from }).mail?.from).toEqual(mailbox);
  });

  test.each([
    'mail.example.com',
    'http://mail.example.com',
    'smtp://',
    'smtp://host/path',
    'smtp://h:0',
    'smtp://%zz@h',
  ])('SMTP_URL may not be %s, and the sentence does not repeat it', (SMTP_URL) => {
    expect(() => settings({ SMTP_URL, MAIL_FROM })).toThrow(/^SMTP_URL must be smtp:\/\/user:password@host:587 or/);
  });

  test.each(['', 'portrait', 'a@example.com, b@example.com', 'P\r\nBcc: <eve@example.com>', 'P <a@example.com> x'])(
    'MAIL_FROM may not be %j',
    (from) => {
      expect(() => settings({ SMTP_URL: 'smtp://localhost', MAIL_FROM: from })).toThrow(/^MAIL_FROM must be/);
    },
  );

  test('is off without SMTP_URL', () => {
    expect(settings({ MAIL_FROM }).mail).toBeUndefined();
  });
});
