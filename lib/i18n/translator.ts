import { createFormatter, createTranslator, type Messages, type NamespaceKeys, type NestedKeyOf } from 'use-intl/core';
import ar from '../../messages/ar.json';
import de from '../../messages/de.json';
import en from '../../messages/en.json';
import es from '../../messages/es.json';
import fr from '../../messages/fr.json';
import ja from '../../messages/ja.json';
import ru from '../../messages/ru.json';
import zh from '../../messages/zh.json';
import type { Locale } from './locales';

const MESSAGES: Record<Locale, Messages> = { en, ru, de, fr, es, zh, ja, ar };

type Namespace = NamespaceKeys<Messages, NestedKeyOf<Messages>>;
type Translator<Of extends Namespace> = ReturnType<typeof createTranslator<Messages, Of>>;

const translators = new Map<string, unknown>();
const formatters = new Map<Locale, ReturnType<typeof createFormatter>>();

/**
 * The texts of one language or namespace, cached in the process: next-intl parses the messages again for every request.
 */
export function translator<Of extends Namespace = never>(locale: Locale, namespace?: Of): Translator<Of> {
  const key = `${locale} ${namespace}`;
  if (!translators.has(key))
    translators.set(key, cacheTexts(key, createTranslator({ locale, messages: MESSAGES[locale], namespace })));
  return translators.get(key) as Translator<Of>;
}

type Translate = (key: string, values?: object) => string;

/** About a megabyte: some texts have a username in them. */
const MAX_CACHED = 5000;
const texts = new Map<string, string>();

/** Formats a text with the same values once, not for every page. */
function cacheTexts(name: string, translator: object): object {
  const translate = translator as Translate;
  const plain = new Map<string, string>();
  const recall: Translate = (key, values) => {
    if (values === undefined) return cached(plain, key, () => translate(key));
    if (texts.size >= MAX_CACHED) texts.clear();
    return cached(texts, `${name} ${key} ${JSON.stringify(values)}`, () => translate(key, values));
  };
  return Object.assign(recall, translator); // its methods, such as `rich`
}

function cached(cache: Map<string, string>, key: string, make: () => string): string {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const text = make();
  cache.set(key, text);
  return text;
}

export function formatter(locale: Locale): ReturnType<typeof createFormatter> {
  const made = formatters.get(locale) ?? createFormatter({ locale });
  formatters.set(locale, made);
  return made;
}
