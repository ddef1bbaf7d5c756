import { qrCode } from '../lib/adapters/qr-code';
import { firstAcceptedAt, generateSecret, matchedStep } from '../lib/adapters/totp';

test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('the test vectors of RFC 6238 hold at %i seconds', (seconds, code) => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'; // "12345678901234567890"
  expect(matchedStep(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
});

test('a code is accepted in its own half minute, in the one before and in the one after', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const [code, step] = ['287082', 1]; // good from second 30 to 59
  expect([0, 89, 90].map((seconds) => matchedStep(secret, code, seconds * 1000))).toEqual([step, step, undefined]);
  expect(firstAcceptedAt(step - 1)).toBe(0);
  expect(matchedStep(secret, '081804', firstAcceptedAt(37_037_035) - 1)).toBeUndefined(); // of second 1111111109
  expect(matchedStep(secret, '081804', firstAcceptedAt(37_037_035))).toBe(37_037_036);
});

test('a secret has 160 random bits, and an empty or unreadable one is an error, never a key', () => {
  expect(generateSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(generateSecret()).not.toBe(generateSecret());
  for (const secret of ['', 'AAAA', 'not base32!']) expect(() => matchedStep(secret, '000000', 0)).toThrow();
});

test('a QR code has the quiet zone that scanners need, also on a dark page', async () => {
  const svg = Buffer.from((await qrCode('HELLO')).split(',')[1] ?? '', 'base64').toString();
  expect(svg).toContain('viewBox="0 0 29 29"'); // 21 modules, and four at each side
  expect(svg).toContain('fill="#ffffff" d="M0 0h29v29H0z"');
});
