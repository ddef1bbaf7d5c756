import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LOCALES, type Locale } from '../lib/i18n/locales';

type Tree = { [key: string]: string | Tree };
type Element = { type: number; value: string; options?: Record<string, { value: Element[] }>; children?: Element[] };

/** The kinds of element that use no argument: literal text, and `#`. */
const LITERAL = 0;
const PLURAL = 6;
const POUND = 7;

/** What may be the same as in English, and why. */
const SAME_AS_ENGLISH: Partial<Record<Locale, string[]>> & { all: string[] } = {
  /** The product's name. */
  all: ['shell.product', 'shell.title'],
  /** The same word. */
  fr: ['avatar.label'],
  es: ['avatar.label', 'shell.refused'],
};

/** Keys that the sources put together from such a beginning and a word. */
const BUILT = ['error.statuses.', 'avatar.errors.', 'activity.events.'];

const flat = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );

const catalogue = (locale: Locale) =>
  new Map(flat(JSON.parse(readFileSync(`messages/${locale}.json`, 'utf8')) as Tree));

const catalogues = Object.fromEntries(LOCALES.map((locale) => [locale, catalogue(locale)])) as Record<
  Locale,
  Map<string, string>
>;
const english = catalogues.en;
const others = LOCALES.filter((locale) => locale !== 'en');

/** Runs the parser that use-intl itself uses, which is an ES module that jest cannot load. */
const PARSE = `
  import { parse } from '@formatjs/icu-messageformat-parser';
  import { text } from 'node:stream/consumers';
  const parsed = (message) => { try { return parse(message) } catch (error) { return error.message } };
  console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(parsed)));
`;

/** Each message of a locale as the elements it consists of, or as what is wrong with it. */
function parsed(locale: Locale): Map<string, Element[] | string> {
  const [keys, messages] = [[...catalogues[locale].keys()], [...catalogues[locale].values()]];
  const input = JSON.stringify(messages);
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', PARSE], { input, encoding: 'utf8' });
  const elements = JSON.parse(output) as (Element[] | string)[];
  return new Map(keys.map((key, n) => [key, elements[n] as Element[] | string]));
}

/** Every element of a message, those within plurals and tags too. */
const all = (elements: Element[] | string): Element[] =>
  typeof elements === 'string'
    ? []
    : elements.flatMap((element) => [
        element,
        ...Object.values(element.options ?? {}).flatMap(({ value }) => all(value)),
        ...all(element.children ?? []),
      ]);

const argumentsOf = (elements: Element[] | string) =>
  [...new Set(all(elements).flatMap(({ type, value }) => (type === LITERAL || type === POUND ? [] : [value])))].sort();

const englishArguments = new Map([...parsed('en')].map(([key, elements]) => [key, argumentsOf(elements)]));

test.each(others)('%s has the keys of English', (locale) => {
  expect([...catalogues[locale].keys()].sort()).toEqual([...english.keys()].sort());
});

describe.each(LOCALES)('in %s', (locale) => {
  const messages = parsed(locale);

  test('every message can be read', () => {
    expect([...messages].filter(([, elements]) => typeof elements === 'string')).toEqual([]);
    expect([...catalogues[locale]].filter(([, message]) => message.trim() === '')).toEqual([]);
  });

  test('every message has the arguments of the English one', () => {
    expect([...messages].map(([key, elements]) => [key, argumentsOf(elements)])).toEqual(
      [...messages.keys()].map((key) => [key, englishArguments.get(key)]),
    );
  });

  test('every plural has a form for each number up to a thousand', () => {
    const rules = new Intl.PluralRules(locale);
    const needed = new Set(Array.from({ length: 1001 }, (_, number) => rules.select(number)));
    const plurals = [...messages.values()].flatMap(all).filter(({ type }) => type === PLURAL);
    for (const { options = {} } of plurals) expect(Object.keys(options)).toEqual(expect.arrayContaining([...needed]));
  });
});

test.each(others)('%s is translated', (locale) => {
  const allowed = [...SAME_AS_ENGLISH.all, ...(SAME_AS_ENGLISH[locale] ?? [])];
  const same = [...catalogues[locale]].filter(([key, message]) => english.get(key) === message).map(([key]) => key);
  expect(same.sort()).toEqual(allowed.sort());
});

test('every message is used', () => {
  const sources = ['app', 'lib', 'bin', 'server.ts'].flatMap(filesIn).map((file) => readFileSync(file, 'utf8'));
  const quoted = new Set(sources.flatMap((source) => source.match(/(['`"])[\w.-]+\1/g) ?? []).map(unquoted));
  const isUsed = (key: string) =>
    quoted.has(key) ||
    quoted.has(key.split('.').at(-1) as string) ||
    quoted.has(key.split('.').slice(1).join('.')) ||
    BUILT.some((beginning) => key.startsWith(beginning));
  expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
});

const unquoted = (text: string) => text.slice(1, -1);

const filesIn = (path: string): string[] =>
  statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesIn(join(path, name))) : [path];
