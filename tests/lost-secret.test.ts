import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { log } from '../lib/adapters/log';
import { loadSigningKeys, rotateSigningKeys } from '../lib/applications/signing-keys';
import { countLost, loadAuthSecret } from '../lib/lost-secret';
import { SettingError } from '../lib/settings';
import { useDatabase } from './support/database';
import { newFolder, removeFolder } from './support/folder';
import { createPerson } from './support/people';
import { enableTwoFactor, freezeClock, startEnrolment } from './support/two-factor';

useDatabase();
freezeClock();

const { AUTH_SECRET } = process.env;
const OTHER = 'another secret of 32 bytes or more';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  process.env.DATABASE_URL = `file:${join(folder, 'portrait.db')}`;
});
afterEach(() => {
  Object.assign(process.env, { AUTH_SECRET });
  delete process.env.DATABASE_URL;
  delete process.env.AUTH_SECRET_LOST;
  removeFolder(folder);
});

test('a lost auth-secret stops the start, which names the file, the remedy and the setting, and generates none', async () => {
  await enableTwoFactor();
  delete process.env.AUTH_SECRET;
  const file = join(folder, 'auth-secret');
  const load = loadAuthSecret();
  await expect(load).rejects.toThrow(SettingError);
  await expect(load).rejects.toThrow(`(two-factor secrets: 1, signing keys: 0) can be decrypted with ${file}: restore`);
  await expect(load).rejects.toThrow('AUTH_SECRET_LOST=accept');
  expect(existsSync(file)).toBe(false);
});

test('a different auth-secret in its place stops every start, and stays', async () => {
  await enableTwoFactor();
  const file = join(folder, 'auth-secret');
  writeFileSync(file, OTHER);
  for (let start = 0; start < 2; start++) {
    delete process.env.AUTH_SECRET;
    await expect(loadAuthSecret()).rejects.toThrow(file);
  }
  expect(existsSync(file)).toBe(true);
});

test('AUTH_SECRET_LOST=accept starts anyway, with a line in the log, and is only needed once', async () => {
  await enableTwoFactor();
  Object.assign(process.env, { AUTH_SECRET: OTHER, AUTH_SECRET_LOST: 'accept' });
  const logged = jest.spyOn(log, 'warn').mockImplementation(() => {});
  await loadAuthSecret();
  delete process.env.AUTH_SECRET_LOST;
  await loadAuthSecret();
  expect(logged.mock.calls).toEqual(Array(2).fill([{ people: 1 }, expect.stringContaining('recovery code')]));
  logged.mockRestore();
});

test('an auth-secret that applications need, too, is missed; AUTH_SECRET_LOST=accept gives them new keys', async () => {
  await loadSigningKeys();
  delete process.env.AUTH_SECRET;
  await expect(loadAuthSecret()).rejects.toThrow('signing keys: 2');
  Object.assign(process.env, { AUTH_SECRET: OTHER, AUTH_SECRET_LOST: 'accept' });
  await loadAuthSecret();
  const logged = jest.spyOn(log, 'error').mockImplementation(() => {});
  expect((await loadSigningKeys()).map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256']);
  expect(logged).not.toHaveBeenCalled();
  logged.mockRestore();
});

test('a start says if only the signing keys are lost, and how to make new ones', async () => {
  await loadSigningKeys();
  process.env.AUTH_SECRET = OTHER;
  await enableTwoFactor();
  const logged = jest.spyOn(log, 'warn').mockImplementation(() => {});
  await loadAuthSecret();
  expect(logged.mock.calls).toEqual([[expect.stringContaining('npm run app -- rotate-keys')]]);
  logged.mockRestore();
});

test.each([
  ['the same secret', AUTH_SECRET],
  ['a list that has it', `${OTHER},${AUTH_SECRET}`],
])('%s starts', async (_, secret) => {
  await enableTwoFactor();
  process.env.AUTH_SECRET = secret;
  await expect(loadAuthSecret()).resolves.toBeUndefined();
});

test('the file may hold a list, too', async () => {
  await enableTwoFactor();
  writeFileSync(join(folder, 'auth-secret'), `${OTHER},${AUTH_SECRET}\n`);
  delete process.env.AUTH_SECRET;
  await expect(loadAuthSecret()).resolves.toBeUndefined();
});

test('a secret is generated if no one uses two-factor authentication', async () => {
  await createPerson('alice');
  delete process.env.AUTH_SECRET;
  await loadAuthSecret();
  expect(existsSync(join(folder, 'auth-secret'))).toBe(true);
});

test('new signing keys replace lost ones although other secrets can be decrypted, if that was accepted', async () => {
  await loadSigningKeys();
  process.env.AUTH_SECRET = OTHER;
  await enableTwoFactor();
  process.env.AUTH_SECRET_LOST = 'accept';
  await loadAuthSecret();
  expect(await loadSigningKeys()).toHaveLength(2);
});

test('a lost secret is noticed although there are retired keys', async () => {
  await loadSigningKeys();
  await rotateSigningKeys();
  process.env.AUTH_SECRET = OTHER;
  await expect(loadAuthSecret()).rejects.toThrow('signing keys: 2');
});

test("a pending enrolment doesn't count as a lost secret", async () => {
  await startEnrolment();
  await expect(loadAuthSecret()).resolves.toBeUndefined();
  await rotateSigningKeys();
  expect((await countLost()).secrets).toBe(0);
});
