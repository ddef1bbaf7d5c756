import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { authSecret, deriveKey } from '../lib/keys';
import { SettingError } from '../lib/settings';
import { newFolder, removeFolder } from './support/folder';

const SECRET = '0123456789abcdefghijklmnopqrstuv';

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
