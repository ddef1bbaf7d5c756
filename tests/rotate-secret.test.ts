import { transaction } from '../db';
import { type User, updateAnyUser } from '../db/users';
import { log } from '../lib/adapters/log';
import { loadSigningKeys } from '../lib/applications/signing-keys';
import { type EncryptedRow, encryptedRows } from '../lib/encrypted-rows';
import { decrypt, encrypt } from '../lib/encryption';
import { rotateAuthSecret } from '../lib/rotate-secret';
import { useDatabase } from './support/database';
import { changeUser, createPerson, findUser } from './support/people';
import { canSignInWithCode, enableTwoFactor, freezeClock, totpCode } from './support/two-factor';

useDatabase();
freezeClock();

const { AUTH_SECRET } = process.env;
const NEW = 'a new secret of 32 bytes or more.';
const ALICE = 'alice@example.com';

let logged: jest.SpyInstance;
beforeEach(() => {
  logged = jest.spyOn(log, 'info').mockImplementation(() => {});
});
afterEach(() => {
  logged.mockRestore();
  Object.assign(process.env, { AUTH_SECRET });
});

test('authenticators and applications no longer need the former secret after a start with the new one first', async () => {
  const { secret } = await enableTwoFactor();
  const keys = await loadSigningKeys();
  logged.mockClear();
  process.env.AUTH_SECRET = `${NEW},${AUTH_SECRET}`;
  await Promise.all([rotateAuthSecret(), rotateAuthSecret()]); // two servers
  process.env.AUTH_SECRET = NEW;
  await rotateAuthSecret();
  expect(logged.mock.calls).toEqual(Array(2).fill([expect.stringContaining('the others can be removed')]));
  expect(await loadSigningKeys()).toEqual(keys);
  expect(await canSignInWithCode(ALICE, totpCode(secret))).toBe(true);
});

test('a secret is rotated for more people than one step has, but not where it changes meanwhile', async () => {
  const people: User[] = [];
  while (people.length < 102) people.push(await createPerson(`person-${people.length}`));
  for (const { id } of people) {
    const on = { totpSecret: encrypt('JBSWY3DP', id), totpConfirmedAt: 1 };
    await transaction((database) => updateAnyUser(database, id, on));
  }
  const secrets = async () =>
    Promise.all(people.map(async ({ id, username }) => decrypt((await findUser(username)).totpSecret ?? '', id)));
  const before: EncryptedRow[] = [];
  for await (const rows of encryptedRows()) before.push(...rows);
  process.env.AUTH_SECRET = `${NEW},${AUTH_SECRET}`;
  await rotateAuthSecret();
  for (const row of before) expect(await transaction((on) => row.replace(on, 'an old value'))).toBeUndefined();
  process.env.AUTH_SECRET = NEW;
  expect(await secrets()).toEqual(people.map(() => 'JBSWY3DP'));
});

test('a secret that changes at any moment of the rotation keeps no other from being rotated', async () => {
  const people: User[] = [];
  while (people.length < 3) people.push(await createPerson(`person-${people.length}`));
  const [first] = [...people].sort((one, other) => (one.id < other.id ? -1 : 1));
  for (let moment = 0; moment < 40; moment++) {
    Object.assign(process.env, { AUTH_SECRET });
    for (const { id } of people) await changeUser({ id }, { totpSecret: encrypt('JBSWY3DP', id), totpConfirmedAt: 1 });
    process.env.AUTH_SECRET = `${NEW},${AUTH_SECRET}`;
    const rotation = rotateAuthSecret();
    for (let turn = 0; turn < moment; turn++) await undefined;
    const totpSecret = encrypt('KRSXG5CT', first?.id ?? '');
    await Promise.all([rotation, changeUser({ id: first?.id ?? '' }, { totpSecret })]);
    process.env.AUTH_SECRET = NEW;
    for (const { id, username } of people)
      expect(decrypt((await findUser(username)).totpSecret ?? '', id)).toBe(id === first?.id ? 'KRSXG5CT' : 'JBSWY3DP');
  }
});
