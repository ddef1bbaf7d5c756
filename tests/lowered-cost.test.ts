import bcrypt from 'bcryptjs';
import { Piscina } from 'piscina';
import { signIn } from '../lib/sign-in';
import { useDatabase } from './support/database';
import { CLIENT, changeUser, createPerson, createUser } from './support/people';

useDatabase();

const { BCRYPT_COST } = process.env;
afterEach(() => {
  process.env.BCRYPT_COST = BCRYPT_COST;
});

test('with hashes from before the cost was lowered, everyone is refused with as much work, also unknown users', async () => {
  process.env.BCRYPT_COST = '7';
  await createPerson('before');
  await changeUser(await createPerson('elsewhere'), { passwordHash: await bcrypt.hash('imported', 9) });
  process.env.BCRYPT_COST = '6';
  await createPerson('since');
  await createUser({ username: 'newcomer@example.com', company: 'Acme' });
  const run = jest.spyOn(Piscina.prototype, 'run');
  const rounds = async (name: string) => {
    run.mockClear();
    const refused = await signIn({ username: `${name}@example.com`, password: 'wrong' }, CLIENT);
    expect(refused).toMatchObject({ ok: false, error: 'sign-in.errors.wrong' });
    return run.mock.calls.reduce((sum, [{ stored }]) => sum + 2 ** Number(stored.split('$')[2]), 0);
  };
  await rounds('elsewhere'); // the first time a process meets the most expensive hash
  for (const name of ['nobody', 'since', 'before', 'elsewhere', 'newcomer'])
    expect([name, await rounds(name)]).toEqual([name, 2 ** 9]);
});
