import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Messages } from 'use-intl/core';
import { LOCALES, type Locale } from '../lib/i18n/locales';
import { CATALOGUES, type Element, LITERAL, PARSED, PLURAL, POUND } from './support/messages';

/** Messages that may equal the English ones: words that two languages share. */
const SAME_AS_ENGLISH: Partial<Record<Locale, string[]>> & { all: string[] } = {
  all: [],
  de: ['avatar.zoom', 'mail.browser', 'passkeys.name', 'passkeys.title'],
  fr: ['applications.title', 'avatar.zoom', 'security.sessions', 'shell.pages'],
  es: ['avatar.zoom', 'shell.refused'],
};

/** Prefixes of keys that are completed at run time. */
const BUILT = [
  'error.statuses.',
  'error.titles.',
  'avatar.errors.',
  'activity.events.',
  'mail.subjects.',
  'mail.texts.',
];

const english = CATALOGUES.en;
const others = LOCALES.filter((locale) => locale !== 'en');

/** Every element of a message, including those in plurals and tags. */
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

const englishArguments = new Map([...PARSED.en].map(([key, elements]) => [key, argumentsOf(elements)]));

test.each(others)('%s has the keys of English, in the same order', (locale) => {
  expect([...CATALOGUES[locale].keys()]).toEqual([...english.keys()]);
});

test('TypeScript knows the keys', () => {
  // @ts-expect-error: there is no such key
  const key: keyof Messages = 'nothing';
  expect(CATALOGUES.en.has(key)).toBe(false);
});

describe.each(LOCALES)('in %s', (locale) => {
  const messages = PARSED[locale];

  test('every message can be parsed', () => {
    expect([...messages].filter(([, elements]) => typeof elements === 'string')).toEqual([]);
    expect([...CATALOGUES[locale]].filter(([, message]) => message.trim() === '')).toEqual([]);
  });

  test('every message has the arguments of the English one', () => {
    expect([...messages].map(([key, elements]) => [key, argumentsOf(elements)])).toEqual(
      [...messages.keys()].map((key) => [key, englishArguments.get(key)]),
    );
  });

  test('every message has the numbers of the English one', () => {
    const numbersIn = (message = '') => message.match(/(?<![=\d])\d{2,}/g)?.sort() ?? [];
    expect([...CATALOGUES[locale]].map(([key, message]) => [key, numbersIn(message)])).toEqual(
      [...english].map(([key, message]) => [key, numbersIn(message)]),
    );
  });

  test('every plural has exactly the forms that the language needs up to a thousand', () => {
    const rules = new Intl.PluralRules(locale);
    const needed = new Set(['other', ...Array.from({ length: 1001 }, (_, number) => rules.select(number))]);
    for (const [key, elements] of messages)
      for (const { options = {} } of all(elements).filter(({ type }) => type === PLURAL)) {
        const forms = Object.keys(options).filter((form) => !form.startsWith('='));
        expect([key, forms.sort()]).toEqual([key, [...needed].sort()]);
      }
  });
});

test.each(others)('%s is translated', (locale) => {
  const allowed = [...SAME_AS_ENGLISH.all, ...(SAME_AS_ENGLISH[locale] ?? [])];
  const same = [...CATALOGUES[locale]].filter(([key, message]) => english.get(key) === message).map(([key]) => key);
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
