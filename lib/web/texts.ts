import type { Messages, NamespaceKeys, NestedKeyOf } from 'use-intl/core';
import { DEFAULT_LOCALE, type Locale } from '../i18n/locales';
import { formatter, translator } from '../i18n/translator';
import { currentAnswer } from './answer';

/** The language of the page in hand, which its address names. */
export function currentLocale(): Locale {
  return currentAnswer()?.locale ?? DEFAULT_LOCALE;
}

/** Numbers and times in words, in the language of the page in hand. */
export function format() {
  return formatter(currentLocale());
}

/** The texts of the page in hand, or those under one word of them. */
export function texts<Of extends NamespaceKeys<Messages, NestedKeyOf<Messages>> = never>(namespace?: Of) {
  return translator(currentLocale(), namespace);
}
