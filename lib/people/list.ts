import {
  type ListedPerson,
  listByRole,
  listByUsername,
  listCompanies,
  listOfCompany,
  type PeopleFilter,
  type PersonState,
} from '../../db/people';
import { usernameKey } from '../username';
import { nameKey } from './create';

export type { ListedPerson, PersonState };

export const PERSON_STATES = ['active', 'pending', 'disabled', 'administrators'] as const satisfies PersonState[];

const PEOPLE_PAGE_SIZE = 50;

export type PeopleSearch = PeopleFilter & {
  /** The beginning of a username, a company or a role. */
  q: string;
};

type Found = { person: ListedPerson; cursor: string[] };

/** Where the next page starts: what was matched, and the keys of the last person. */
type Cursor = [kind: Kind, ...keys: string[]];
type Kind = keyof typeof SOURCES;

type Source = (search: PeopleSearch, prefix: string, after: string[] | undefined, most: number) => Promise<Found[]>;

/** What a search matches, in the order in which it is listed. */
const SOURCES = {
  username: async (search, prefix, after, most) => {
    const key = search.q.includes('@') ? usernameKey(search.q) : prefix;
    const found = await listByUsername(search, { prefix: key, after: after?.[0], most });
    return found.map((person) => ({ person, cursor: [person.usernameKey] }));
  },
  company: async (search, prefix, after, most) => {
    if (prefix === '' || search.company !== undefined) return [];
    const from = after && ([after[0], after[1]] as [string, string]);
    const found: Found[] = [];
    for (const { id, nameKey } of await listCompanies(search, { prefix, from, most: most + 1 })) {
      const isSame = after?.[1] === id;
      const left = most - found.length;
      const people = await listOfCompany(search, {
        companyId: id,
        prefix,
        after: isSame ? after[2] : undefined,
        most: left,
      });
      found.push(...people.map((person) => ({ person, cursor: [nameKey, id, person.usernameKey] })));
      if (found.length >= most) break;
    }
    return found;
  },
  role: async (search, prefix, after, most) => {
    if (prefix === '') return [];
    const found = await listByRole(search, { prefix, after: after as [string, string] | undefined, most });
    return found.map((person) => ({ person, cursor: [person.roleKey ?? '', person.usernameKey] }));
  },
} satisfies Record<string, Source>;

const KINDS = Object.keys(SOURCES) as Kind[];

/**
 * A page of people: first those whose username matches, then those of matching companies, then those with matching
 * roles.
 * @param after of the page before
 */
export async function listPeople(
  search: PeopleSearch,
  after?: string,
): Promise<{ people: ListedPerson[]; after?: string }> {
  const prefix = nameKey(search.q);
  const start = after === undefined ? undefined : parseCursor(after);
  const found: (Found & { kind: Kind })[] = [];
  for (const kind of KINDS.slice(start ? KINDS.indexOf(start[0]) : 0)) {
    const keys = kind === start?.[0] ? start.slice(1) : undefined;
    const more = await SOURCES[kind](search, prefix, keys, PEOPLE_PAGE_SIZE + 1 - found.length);
    found.push(...more.map((one) => ({ ...one, kind })));
    if (found.length > PEOPLE_PAGE_SIZE) break;
  }
  const page = found.slice(0, PEOPLE_PAGE_SIZE);
  const last = page.at(-1);
  return {
    people: page.map(({ person }) => person),
    after: last && found.length > page.length ? toCursor([last.kind, ...last.cursor]) : undefined,
  };
}

const toCursor = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url');

const LENGTHS: Record<Kind, number> = { username: 2, company: 4, role: 3 };

/** Comes from the URL, unchecked. */
function parseCursor(text: string): Cursor | undefined {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(cursor) || !cursor.every((part) => typeof part === 'string')) return undefined;
    return KINDS.includes(cursor[0] as Kind) && cursor.length === LENGTHS[cursor[0] as Kind]
      ? (cursor as Cursor)
      : undefined;
  } catch {
    return undefined;
  }
}
