import { hashOneTimePassword, hashPassword, needsRehash, verifyHash } from '../lib/adapters/hash';
import { Unavailable } from '../lib/unavailable';

const cost = process.env.BCRYPT_COST;
afterEach(() => {
  process.env.BCRYPT_COST = cost;
});

test('a hash of another cost than the current one is replaced, whether it is lower or higher', async () => {
  process.env.BCRYPT_COST = '5';
  const hash = await hashPassword('a password');
  expect(needsRehash(hash)).toBe(false);
  for (const other of ['4', '6']) {
    process.env.BCRYPT_COST = other;
    expect(needsRehash(hash)).toBe(true);
  }
});

test('a password is the same in any of its Unicode forms, and every character of it counts', async () => {
  const long = 'ü'.repeat(100);
  for (const hash of [await hashPassword(`${long}a`), await hashOneTimePassword(`${long}a`)]) {
    expect(await verifyHash(`${long}a`.normalize('NFD'), hash)).toBe(true);
    expect(await verifyHash(`${long}b`, hash)).toBe(false);
  }
});

test('passwords beyond what can be hashed in some seconds are refused as unavailable, and later ones are hashed', async () => {
  const hash = await hashPassword('a password');
  const answers = await Promise.allSettled(Array.from({ length: 1000 }, () => verifyHash('a password', hash)));
  const refused = answers.filter((answer) => answer.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.filter(({ reason }) => !(reason instanceof Unavailable))).toEqual([]);
  expect(answers.some((answer) => answer.status === 'fulfilled' && answer.value)).toBe(true);
  expect(await verifyHash('a password', hash)).toBe(true);
});
