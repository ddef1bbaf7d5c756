import type { Messages, NamespaceKeys, NestedKeyOf } from 'use-intl/core';
import { DEFAULT_LOCALE, type Locale } from '../i18n/locales';
import { formatter, translator } from '../i18n/translator';
import { requestContext } from './request-context';

/** The language of the page in hand, which its address names. */
export function currentLocale(): Locale {
  return requestContext()?.locale ?? DEFAULT_LOCALE;
}

/** Numbers and times in words, in the language of the page in hand. */
export function currentFormatter() {
  return formatter(currentLocale());
}

/** The texts of the page in hand, or those under one word of them. */
export function translations<Of extends NamespaceKeys<Messages, NestedKeyOf<Messages>> = never>(namespace?: Of) {
  return translator(currentLocale(), namespace);
}
