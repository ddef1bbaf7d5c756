import { readdirSync, readFileSync } from 'node:fs';
import { SettingError, settings } from '../lib/settings';

/** The default of each variable, as documented. */
const DOCUMENTED = Object.fromEntries(
  [...readFileSync('docs/settings.md', 'utf8').matchAll(/^\| `(\w+)` +\| (.*?) +\|/gm)].map(
    ([, name = '', value = '']) => [name, value.replaceAll('`', '')],
  ),
);

test('the defaults in docs/settings.md are those that apply', () => {
  for (const name of [
    ...['PORT', 'HOST', 'DATABASE_URL', 'APP_NAME', 'ADMIN_USERNAME', 'PASSWORD_MIN_LENGTH', 'BCRYPT_COST'],
    ...['REQUIRE_TWO_FACTOR', 'LOG_LEVEL'],
  ]) {
    expect(DOCUMENTED).toHaveProperty(name);
    expect(settings({ [name]: DOCUMENTED[name] })).toEqual({ ...settings({}), trustsProxy: expect.any(Function) });
  }
});

function accepts(env: Record<string, string>): boolean {
  try {
    settings(env);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return false;
  }
}

/** What a row of docs/settings.md says of a variable. */
const detailsOf = (name: string) =>
  RegExp(`^\\| \`${name}\` +\\|.*?\\|(.*)\\|$`, 'm').exec(readFileSync('docs/settings.md', 'utf8'))?.[1] ?? '';

test.each(['PORT', 'WEB_CONCURRENCY', 'PASSWORD_MIN_LENGTH', 'BCRYPT_COST'])(
  '%s takes the numbers that docs/settings.md names, and no others',
  (name) => {
    const [, least, most] = (/(\d+) to (\d+)/.exec(detailsOf(name)) ?? []).map(Number) as [number, number, number];
    for (const accepted of [least, most]) expect(accepts({ [name]: `${accepted}` })).toBe(true);
    for (const refused of [least - 1, most + 1]) expect(accepts({ [name]: `${refused}` })).toBe(false);
  },
);

test.each(['LOG_LEVEL', 'REQUIRE_TWO_FACTOR', 'TRUST_PROXY'])(
  '%s takes every word that docs/settings.md names',
  (name) => {
    const words = [...detailsOf(name).matchAll(/`([a-z]+)`/g)].map(([, word = '']) => word);
    expect(words.length).toBeGreaterThan(2);
    for (const word of words) expect(accepts({ [name]: word })).toBe(true);
  },
);

test('APP_NAME and AUTH_SECRET have the lengths that docs/settings.md names', () => {
  const most = Number(/up to (\d+) characters/.exec(detailsOf('APP_NAME'))?.[1]);
  expect(accepts({ APP_NAME: 'x'.repeat(most) })).toBe(true);
  expect(accepts({ APP_NAME: 'x'.repeat(most + 1) })).toBe(false);
  const least = Number(/At least (\d+) bytes/.exec(detailsOf('AUTH_SECRET'))?.[1]);
  expect(accepts({ AUTH_SECRET: 'x'.repeat(least) })).toBe(true);
  expect(accepts({ AUTH_SECRET: 'x'.repeat(least - 1) })).toBe(false);
});

/** Set by npm's scripts and Next.js, not by the administrator. */
const NOT_SETTINGS = /^(NODE_ENV|NEXT_)/;

test('docs/settings.md describes every variable that the code reads, and no other', () => {
  const read = ['app', 'db', 'lib']
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`))
    .concat('server.ts', 'proxy.ts', 'instrumentation.ts', 'next.config.ts')
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\benv(?:\.|, ')([A-Z]\w+)\b(?! = )/g)])
    .map(([, name = '']) => name)
    .filter((name) => !NOT_SETTINGS.test(name));
  expect([...new Set(read)].sort()).toEqual(Object.keys(DOCUMENTED).sort());
});

test.each(Object.keys(DOCUMENTED))('an empty %s counts as unset', (name) => {
  const { trustsProxy: _, ...others } = settings({});
  expect(settings({ [name]: '' })).toMatchObject(others);
});
