import { parseUserAgent } from './adapters/user-agent';
import type { Locale } from './i18n/locales';
import { translator } from './i18n/translator';

/** A `User-Agent` header as "Firefox on Linux". */
export function deviceName(userAgent: string, locale: Locale): string {
  const t = translator(locale, 'sessions');
  const { browser, system } = parseUserAgent(userAgent);
  return browser && system ? t('device', { browser, system }) : (browser ?? system ?? t('deviceUnknown'));
}
