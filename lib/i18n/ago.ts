import type { Locale } from './locales';
import { formatter } from './translator';

/** Between a number and its unit, as in our texts. Unicode's data has one in Japanese and none in Chinese. */
const space = (locale: Locale) => (locale === 'ja' ? '' : '\u00a0');

/** "2 hours ago". */
export function ago(locale: Locale, at: number, now: number): string {
  return formatter(locale)
    .relativeTime(at, now)
    .replace(/(?<=\d) ?(?=\D)/, space(locale));
}
