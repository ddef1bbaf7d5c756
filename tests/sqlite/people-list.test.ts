import Sqlite from 'better-sqlite3';
import { listPeople, type PeopleSearch } from '../../lib/people/list';
import { useDatabase } from '../support/database';
import { createPerson } from '../support/people';

const database = useDatabase();

/** The plans of all queries for the first two pages of a search: https://sqlite.org/eqp.html */
async function plansOf(search: PeopleSearch): Promise<string[]> {
  const prepare = jest.spyOn(Sqlite.prototype, 'prepare');
  const { after } = await listPeople(search);
  if (after) await listPeople(search, after);
  const queries = new Set(prepare.mock.calls.map(([text]) => text));
  prepare.mockRestore();
  const sqlite = new Sqlite(database().url.replace(/^file:/, ''));
  const plans = [...queries].flatMap(
    (text) => sqlite.prepare(`EXPLAIN QUERY PLAN ${text}`).all(text.match(/\?/g) ?? []) as { detail: string }[],
  );
  sqlite.close();
  return plans.map(({ detail }) => detail);
}

test.each<Partial<PeopleSearch>>([
  {},
  { q: 'p' },
  { state: 'active' },
  { state: 'pending' },
  { state: 'disabled' },
  { state: 'administrators' },
  { company: 'Acme' },
  { company: 'Acme', q: 'e' },
  { company: 'Acme', state: 'disabled' },
  { q: 'ac' },
  { q: 'ac', state: 'active' },
])('an index serves the list with %j, without a sort', async (search) => {
  for (let n = 0; n < 55; n += 1) await createPerson(`p${n}`);
  const plans = await plansOf({ q: '', ...search });
  expect(plans).toContainEqual(expect.stringMatching(/^(SEARCH|SCAN) users USING (COVERING )?INDEX/));
  expect(plans.filter((plan) => /^SCAN (?!users USING INDEX)|TEMP B-TREE(?! FOR LAST TERM)/.test(plan))).toEqual([]);
});
