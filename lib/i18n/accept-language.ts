import Negotiator from 'negotiator';
import { isLocale, type Locale } from './locales';

export function acceptedLocale(header: string | null): Locale | undefined {
  const accepted = new Negotiator({ headers: { 'accept-language': header ?? '' } }).languages();
  return accepted.map((range) => range.split('-', 1)[0]?.toLowerCase()).find(isLocale);
}
