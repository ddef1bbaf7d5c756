import { log } from '../lib/adapters/log';
import { passkeyFault, passkeyRelyingParty, warnOfPasskeys } from '../lib/passkey-address';
import { appUrls } from '../lib/settings';
import { useDatabase } from './support/database';
import { addPasskeyOf } from './support/passkeys';
import { createPerson } from './support/people';

useDatabase();

const at = (APP_URL?: string) => appUrls(APP_URL === undefined ? {} : { APP_URL });

test('passkeys belong to the host of the first address, and work on hosts below it', () => {
  const urls = at('https://example.com,https://account.example.com,https://example.org,https://badexample.com');
  expect(passkeyRelyingParty(urls)).toEqual({
    rpId: 'example.com',
    origins: ['https://example.com', 'https://account.example.com'],
  });
  expect(urls.map((url) => passkeyFault(url, urls))).toEqual([
    undefined,
    undefined,
    'passkeys.errors.wrongHost',
    'passkeys.errors.wrongHost',
  ]);
});

test.each([
  ['http://192.0.2.1:3000', 'passkeys.errors.ipAddress'],
  ['https://192.0.2.1', 'passkeys.errors.ipAddress'],
  ['https://[2001:db8::1]', 'passkeys.errors.ipAddress'],
  ['http://intranet.example.com', 'passkeys.errors.needsHttps'],
  ['http://localhost:3000', undefined],
  ['http://account.localhost', undefined],
  ['https://account.example.com:8443', undefined],
])('at %s: %s', (url, fault) => {
  expect(passkeyFault(url, at(url))).toBe(fault);
});

test('without APP_URL they work at localhost, not at the loopback addresses', () => {
  const urls = at();
  expect(urls.map((url) => passkeyFault(url, urls))).toEqual([
    undefined,
    'passkeys.errors.wrongHost',
    'passkeys.errors.wrongHost',
  ]);
});

test('the start says where passkeys do not work, and how many no longer do', async () => {
  const warn = jest.spyOn(log, 'warn').mockImplementation();
  await addPasskeyOf(await createPerson('alice'));
  await warnOfPasskeys(at(), false);
  await warnOfPasskeys(at('http://localhost:3000'), true);
  expect(warn).not.toHaveBeenCalled();
  await warnOfPasskeys(at('https://example.com,https://example.org'), true);
  expect(warn.mock.calls).toEqual([
    [expect.stringContaining("don't work at https://example.org:")],
    [{ passkeys: 1 }, expect.stringContaining('another host than example.com')],
  ]);
  warn.mockRestore();
});
