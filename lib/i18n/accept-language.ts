import Negotiator from 'negotiator';
import { isLocale, type Locale } from './locales';

/** The first supported language of an Accept-Language header, by the lookup of RFC 4647, section 3.4. */
export function acceptedLocale(header: string | null): Locale | undefined {
  const accepted = new Negotiator({ headers: { 'accept-language': header ?? '' } }).languages();
  return accepted.map((range) => range.split('-', 1)[0]?.toLowerCase()).find(isLocale);
}
