import { randomNonce } from '../lib/adapters/random';

test('every nonce is new and has 128 bits, however many are made', () => {
  const nonces = Array.from({ length: 1000 }, randomNonce);
  expect(new Set(nonces).size).toBe(1000);
  expect(new Set(nonces.map((nonce) => Buffer.from(nonce, 'base64').length))).toEqual(new Set([16]));
});
