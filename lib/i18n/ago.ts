import type { Locale } from './locales';
import { formatter } from './translator';

/** Between a number and its unit, as in our texts. Unicode's data has it the other way round. */
const SPACES: Partial<Record<Locale, string>> = { ja: '', zh: ' ' };

/** "2 hours ago". */
export function ago(locale: Locale, at: number, now: number): string {
  const text = formatter(locale).relativeTime(at, now);
  const space = SPACES[locale];
  return space === undefined ? text : text.replace(/(?<=\d) ?(?=\D)/, space);
}
