import { db } from '../db';
import { companies, users } from '../db/schema';
import { setUser } from '../lib/people';
import { BY_COMMAND_LINE } from '../lib/people/act';
import { renameCompany } from '../lib/people/companies';
import { listPeople } from '../lib/people/list';
import { fillSearchKeys } from '../lib/people/search-keys';
import { useDatabase } from './support/database';
import { CLIENT, createPerson, createSession } from './support/people';

useDatabase();

const found = async (q: string) => (await listPeople({ q })).people.map(({ username }) => username);

const BOB = ['bob@example.com'];

test('people are found by a new company and role at once, whichever form set them', async () => {
  const ada = await createSession(await createPerson('ada', { administrator: true, company: 'Acme', role: 'Chief' }));
  const bob = await createPerson('bob', { company: 'Zenith', role: 'Pilot' });
  expect([await found('ZEN'), await found('pil')]).toEqual([BOB, BOB]);
  await setUser(bob, BY_COMMAND_LINE, { role: 'Navigator', company: 'Umbra' });
  expect([await found('umbra'), await found('navi'), await found('pil'), await found('zenith')]).toEqual([
    BOB,
    BOB,
    [],
    [],
  ]);
  await renameCompany(ada, { company: 'Umbra', name: 'Lumen' }, CLIENT);
  expect([await found('lumen'), await found('umbra')]).toEqual([BOB, []]);
});

test('the name of a company without people can be used again', async () => {
  const ada = await createSession(await createPerson('ada', { administrator: true, company: 'Acme' }));
  const bob = await createPerson('bob', { company: 'Zenith' });
  await setUser(bob, BY_COMMAND_LINE, { company: 'Acme' });
  expect(await renameCompany(ada, { company: 'Acme', name: 'Zenith' }, CLIENT)).toMatchObject({ ok: true });
  expect(await found('zenith')).toHaveLength(2);
  await createPerson('carol', { company: 'Umbra' });
  const taken = { ok: false, error: 'people.errors.companyTaken', field: 'name' };
  expect(await renameCompany(ada, { company: 'Zenith', name: 'Umbra' }, CLIENT)).toMatchObject(taken);
});

test('after an update every person and company can be searched for, however many there are', async () => {
  const { companyId, ...alice } = await createPerson('alice', { company: 'Acme', role: 'Pilot' });
  const { company: _, ...row } = alice;
  const rows = Array.from({ length: 1001 }, (_, n) => ({
    ...row,
    id: `${n}`,
    companyId,
    username: `${n}@example.com`,
    usernameKey: `${n}@example.com`,
  }));
  for (let n = 0; n < rows.length; n += 100)
    await db()
      .insert(users)
      .values(rows.slice(n, n + 100));
  await db().update(users).set({ roleKey: null });
  await db().update(companies).set({ nameKey: null });
  await fillSearchKeys();
  const withoutKey = (await db().query.users.findMany()).filter(({ roleKey }) => roleKey !== 'pilot');
  expect(withoutKey).toEqual([]);
  expect(await found('acme')).toHaveLength(50);
});
