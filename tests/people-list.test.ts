import { db } from '../db';
import { companies } from '../db/schema';
import { renameCompany } from '../lib/people/companies';
import { listPeople, type PeopleSearch } from '../lib/people/list';
import { useDatabase } from './support/database';
import { recordedEvents } from './support/events';
import { CLIENT, createPerson, createSession, createUser, deleteUser, disableUser, findUser } from './support/people';

useDatabase();

const search = (options: Partial<PeopleSearch>) => ({ q: '', ...options });

/** The names, without their domain, of all pages. */
async function names(options: Partial<PeopleSearch>): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await listPeople(search(options), after);
    found.push(...page.people.map(({ username }) => username.split('@')[0] as string));
    after = page.after;
  } while (after);
  return found;
}

test('everyone is listed once, sorted, fifty a page, also if people come and go meanwhile', async () => {
  for (let n = 0; n < 120; n += 1) await createPerson(`p${String(n).padStart(3, '0')}`);
  const first = await listPeople(search({}));
  expect(first.people).toHaveLength(50);
  await deleteUser('p049@example.com');
  await createPerson('p000b');
  const second = await listPeople(search({}), first.after);
  expect(second.people[0]?.username).toBe('p050@example.com');
  const third = await listPeople(search({}), second.after);
  expect([third.people.length, third.after]).toEqual([20, undefined]);
  expect(await names({})).toEqual([...(await names({}))].sort());
});

test('a page that is just full has no next one', async () => {
  for (let n = 0; n < 50; n += 1) await createPerson(`p${n}`, { company: n < 25 ? 'Pa' : 'X', role: 'Pilot' });
  for (const q of ['', 'p', 'pi']) expect(await listPeople(search({ q }))).toMatchObject({ after: undefined });
});

test('a search finds the beginning of a username, a company and a role, whatever the case, each person once', async () => {
  await createPerson('anna', { company: 'Umbrella', role: 'Анализ' });
  await createPerson('bob', { company: 'ANNAPURNA', role: 'Anna-lyst' });
  await createPerson('carol', { company: 'annex', role: 'Boss' });
  await createPerson('dave', { company: 'Zebra', role: 'annotator' });
  await createPerson('ed', { company: 'Zebra', role: 'Boss' });
  expect(await names({ q: 'ANN' })).toEqual(['anna', 'bob', 'carol', 'dave']);
  expect(await names({ q: ' анал' })).toEqual(['anna']);
  expect(await names({ q: 'nna' })).toEqual([]);
  expect(await names({ q: 'Anna@Example.com' })).toEqual(['anna']);
  expect(await names({ q: 'boss', company: 'Zebra' })).toEqual(['ed']);
  expect(await names({ company: 'Zebra' })).toEqual(['dave', 'ed']);
  expect(await names({ company: 'zebra' })).toEqual([]);
});

test.each(['ö@bücher.example', 'O\u0308@BÜCHER.example', 'ö@xn--bcher-kva.example'])(
  'a search for %s finds the address in its other spelling',
  async (q) => {
    await createPerson('x', { username: 'ö@bücher.example' });
    expect(await names({ q })).toEqual(['ö']);
  },
);

test('a search that fills many pages lists each person once', async () => {
  for (let n = 0; n < 30; n += 1) {
    await createPerson(`ma${n}`, { company: `Other ${n % 7}`, role: 'Mason' });
    await createPerson(`x${n}`, { company: `Mars ${n % 7}`, role: 'Mason' });
    await createPerson(`y${n}`, { company: 'Other', role: 'Mason' });
    await createPerson(`z${n}`, { company: 'Other', role: 'Other' });
  }
  const found = await names({ q: 'ma' });
  expect(found).toHaveLength(90);
  expect(new Set(found).size).toBe(90);
});

test.each(['%', '_', '\\', "'", '"', '\u{10FFFF}', '\0', '[]', 'a'.repeat(5000)])(
  'a search for %j is only text',
  async (q) => {
    await createPerson('alice');
    expect(await names({ q })).toEqual([]);
  },
);

test.each([
  '',
  'x',
  'bm9uc2Vuc2U',
  Buffer.from('["role"]').toString('base64url'),
  Buffer.from('[1,{}]').toString('base64url'),
])('an address with %j for a page shows the first one', async (after) => {
  await createPerson('alice');
  expect((await listPeople(search({}), after)).people).toHaveLength(1);
});

test('people are listed by state', async () => {
  await createPerson('active');
  await createPerson('boss', { administrator: true });
  await createPerson('gone');
  await disableUser('gone@example.com');
  await createUser({ username: 'new@example.com', company: 'Acme' });
  await createUser({ username: 'newly-gone@example.com', company: 'Acme' });
  await disableUser('newly-gone@example.com');
  expect(await names({ state: 'active' })).toEqual(['active', 'boss']);
  expect(await names({ state: 'pending' })).toEqual(['new']);
  expect(await names({ state: 'disabled' })).toEqual(['gone', 'newly-gone']);
  expect(await names({ state: 'administrators' })).toEqual(['boss']);
});

test('a search finds the only person with a state in the last of many companies, and the one whose turn comes later', async () => {
  const company = (n: number) => `Alpha ${String(n).padStart(2, '0')}`;
  for (let n = 1; n <= 60; n += 1) await createPerson(`p${n}`, { company: company(n) });
  await disableUser('p60@example.com');
  expect(await names({ q: 'alpha', state: 'disabled' })).toEqual(['p60']);
  expect(await names({ q: 'alpha', state: 'active' })).toHaveLength(59);
  for (let n = 1; n <= 60; n += 1) await createPerson(`beta${n}`, { company: `Beta ${n}` });
  await createPerson('zoe', { company: 'Beta 99' });
  const found = await names({ q: 'beta' });
  expect([found.length, found.at(-1)]).toEqual([61, 'zoe']);
});

test('a page that ends with the last person of a company is followed by the next company', async () => {
  for (let n = 1; n <= 50; n += 1) await createPerson(`p${n}`, { company: 'Alpha' });
  for (let n = 1; n <= 51; n += 1) await createPerson(`q${n}`, { company: `Alpha ${n}` });
  expect(new Set(await names({ q: 'alpha' })).size).toBe(101);
});

test('a renamed company keeps its people, and is found by its new name only', async () => {
  const session = await createSession(await createPerson('ada', { administrator: true, company: 'Acme' }));
  await createPerson('bob', { company: 'Acme' });
  await createPerson('carol', { company: 'Other' });
  const rename = (company: string, name: string) => renameCompany(session, { company, name }, CLIENT);
  expect(await rename('Acme', 'Other')).toMatchObject({
    ok: false,
    error: 'people.errors.companyTaken',
    field: 'name',
  });
  expect(await rename('Acme', ' ')).toMatchObject({ ok: false, field: 'name' });
  expect(await rename('Nowhere', 'New')).toMatchObject({ ok: false, error: 'people.errors.companyGone' });
  const copies = await Promise.all([rename('Acme', ' Zenith '), rename('Acme', ' Zenith ')]);
  const renamed = { ok: true, name: 'Zenith', isChanged: true };
  for (const copy of [...copies, await rename('Acme', 'Zenith')]) expect(copy).toEqual(renamed);
  expect(await rename('Zenith', ' Zenith ')).toEqual({ ...renamed, isChanged: false });
  expect(await names({ company: 'Zenith' })).toEqual(['ada', 'bob']);
  expect([await names({ q: 'zen' }), await names({ q: 'acm' })]).toEqual([['ada', 'bob'], []]);
  expect((await findUser('bob@example.com')).company).toBe('Zenith');
  const events = await recordedEvents();
  expect(events.filter(({ type }) => type === 'company-renamed')).toMatchObject([{ subject: 'Acme → Zenith' }]);
});

test('the name of a company that no one is left in can be given again', async () => {
  const session = await createSession(await createPerson('ada', { administrator: true, company: 'Acme' }));
  await createPerson('bob', { company: 'Old' });
  await deleteUser('bob@example.com');
  expect(await renameCompany(session, { company: 'Acme', name: 'Old' }, CLIENT)).toMatchObject({ ok: true });
  expect(await db().select({ name: companies.name }).from(companies)).toEqual([{ name: 'Old' }]);
});

test('people of a matching company follow a page that is just full of usernames', async () => {
  for (let n = 0; n < 50; n += 1) await createPerson(`pa${n}`, { company: 'X', role: 'X' });
  await createPerson('zoe', { company: 'Pa', role: 'X' });
  expect((await names({ q: 'pa' })).slice(49)).toEqual([expect.stringMatching(/^pa/), 'zoe']);
});

test('within a company, each person is listed once, even if other names begin alike', async () => {
  await createPerson('zoe', { company: 'Pilots', role: 'Pilot' });
  await createPerson('pilot', { company: 'Pilots', role: 'Pilot' });
  await createPerson('other', { company: 'Pilot School', role: 'Pilot' });
  expect(await names({ q: 'pilot', company: 'Pilots' })).toEqual(['pilot', 'zoe']);
  expect(await names({ q: 'pilot' })).toEqual(['pilot', 'other', 'zoe']);
});
