import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { LOCALES, type Locale } from '../../lib/i18n/locales';

type Tree = { [key: string]: string | Tree };
export type Element = {
  type: number;
  value: string;
  options?: Record<string, { value: Element[] }>;
  children?: Element[];
};

/** Types of elements in @formatjs/icu-messageformat-parser. */
export const LITERAL = 0;
export const NUMBER = 2;
export const PLURAL = 6;
export const POUND = 7;

const flatten = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );

const catalogue = (locale: Locale) => flatten(JSON.parse(readFileSync(`messages/${locale}.json`, 'utf8')) as Tree);

const byLocale = <Value>(value: (locale: Locale) => Value) =>
  Object.fromEntries(LOCALES.map((locale) => [locale, value(locale)])) as Record<Locale, Value>;

/** Each message by its key, such as `sign-in.title`. */
export const CATALOGUES = byLocale((locale) => new Map(catalogue(locale)));

/** use-intl's parser, an ES module that Jest can't load. */
const PARSE = `
  import { parse } from '@formatjs/icu-messageformat-parser';
  import { text } from 'node:stream/consumers';
  const parsed = (message) => { try { return parse(message) } catch (error) { return error.message } };
  console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(parsed)));
`;

function parse(messages: string[]): (Element[] | string)[] {
  const input = JSON.stringify(messages);
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', PARSE], { input, encoding: 'utf8' }),
  );
}

const inOrder = parse(LOCALES.flatMap((locale) => [...CATALOGUES[locale].values()]));

/** Each message as elements, or as the parser's error. */
export const PARSED = byLocale(
  (locale) => new Map([...CATALOGUES[locale].keys()].map((key) => [key, inOrder.shift() as Element[] | string])),
);
