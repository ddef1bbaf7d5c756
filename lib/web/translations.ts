import type { Messages, NamespaceKeys, NestedKeyOf } from 'use-intl/core';
import { DEFAULT_LOCALE, type Locale } from '../i18n/locales';
import { formatter, translator } from '../i18n/translator';
import { requestContext } from './request-context';

export function currentLocale(): Locale {
  return requestContext()?.locale ?? DEFAULT_LOCALE;
}

export function currentFormatter() {
  return formatter(currentLocale());
}

export function translations<Of extends NamespaceKeys<Messages, NestedKeyOf<Messages>> = never>(namespace?: Of) {
  return translator(currentLocale(), namespace);
}
