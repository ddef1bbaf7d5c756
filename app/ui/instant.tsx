import { type DateStyle, dateFormat } from '../../lib/web/time-zone';
import { currentLocale } from '../../lib/web/translations';
import { Time } from './time';

/** In the reader's time zone, `currentTimeZone()`, which a page with this stores with `TimeZone`. */
export function Instant({ at, zone }: { at: number; zone: string }) {
  return <Time of={{ at, text: instantText(at, zone) }} />;
}

export function instantText(at: number, zone: string, style: DateStyle = 'instant'): string {
  return dateFormat(currentLocale(), style, zone).format(at);
}
