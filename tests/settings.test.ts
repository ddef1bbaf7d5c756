import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { connectionsEach, databaseFile, SettingError, settings } from '../lib/settings';

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
  ['TRUST_PROXY', 'off, loopback'],
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

test('the secrets of AUTH_SECRET may have spaces between them', () => {
  const [one, other] = ['a secret for tests of 32 bytes or more', 'another secret of 32 bytes or more'];
  expect(settings({ AUTH_SECRET: `${one} , ${other}` }).authSecrets).toEqual([one, other]);
});
