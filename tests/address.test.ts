import { networkPrefix, normalizeAddress } from '../lib/address';
import { settings } from '../lib/settings';

test.each([
  ['192.0.2.9', '192.0.2.9'],
  ['192.0.2.9:5678', '192.0.2.9'],
  [' 192.0.2.9 ', '192.0.2.9'],
  ['::ffff:192.0.2.9', '192.0.2.9'],
  ['::ffff:c000:209', '192.0.2.9'],
  ['::FFFF:C000:209', '192.0.2.9'],
  ['0:0:0:0:0:ffff:c000:0209', '192.0.2.9'],
  ['[::ffff:c000:209]:443', '192.0.2.9'],
  ['2001:db8:1:2::7', '2001:db8:1:2::7'],
  ['[2001:db8:1:2::7]', '2001:db8:1:2::7'],
  ['[2001:DB8:1:2:0:0:0:7]:5678', '2001:db8:1:2::7'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
  ['?', '?'],
  ['unknown', 'unknown'],
  ['', ''],
  ['[]', '[]'],
])('%j is the address %j', (written, address) => {
  expect(normalizeAddress(written)).toBe(address);
});

test.each([
  ['[2001:db8:1:2::7]', '2001:db8:1:2'],
  ['2001:db8:1:2:ffff::9', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  ['1.2.3.4:5678', '1.2.3.4'],
])('%j is of the network %j', (address, network) => {
  expect(networkPrefix(address)).toBe(network);
});

test('a proxy is trusted in every spelling', () => {
  const { trustsProxy } = settings({ TRUST_PROXY: '10.0.0.0/8' });
  expect(['10.0.0.5', '10.0.0.5:80', '::ffff:a00:5', '192.0.2.1:80'].map((at) => trustsProxy(at, 0))).toEqual([
    ...[true, true, true, false],
  ]);
});
